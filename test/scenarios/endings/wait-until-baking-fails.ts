import { blueGreen, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECS would bake, but the tasks crash before',
  fixture: { configuration: blueGreen },
  given: tasks({ kind: 'crash', exitCode: 1 }),
  env: { ECS_CD_WAIT_UNTIL: 'baking' },
  expected: { verdict: 'rolled-back', absent: ['may still take it back'] },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
