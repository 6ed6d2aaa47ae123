import { killedAfterUpdate, tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the tasks of the deployment that a job follows crash',
  argv: ['follow'],
  given: async (fixture) => {
    tasks({ kind: 'crash', exitCode: 1 })(fixture);
    await killedAfterUpdate(fixture);
  },
  expected: {
    verdict: 'rolled-back',
    cause: said.exited(1),
    words: ['rollback    to web:1 if this deployment fails'],
    changes: ['StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
