import { alarms } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'no task ever starts in a service that would bake for twenty minutes',
  fixture: { configuration: { ...alarms, bakeTimeInMinutes: 20 } },
  env: { ECS_CD_TIMEOUT: '3m' },
  given: (fixture) => fixture.newTasks({ kind: 'never-starts' }),
  expected: {
    verdict: 'rolled-back',
    words: ['3 min have passed: ', said.deadline],
    absent: ['bake time'],
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
