import { loadBalanced } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the tasks of a blue/green deployment that bakes run, and their targets stay unhealthy for ever',
  fixture: { service: loadBalanced, configuration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 20 } },
  env: { ECS_CD_TIMEOUT: '5m', ECS_CD_FAIL_FAST: 'off' },
  given: (fixture) => fixture.newTasks({ kind: 'unhealthy-target' }),
  expected: {
    verdict: 'rolled-back',
    words: ['5 min have passed: ', said.deadline],
    absent: ['bake time'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
