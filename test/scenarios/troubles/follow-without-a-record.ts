import { killedAfterUpdate, tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the tasks of the deployment that a job follows crash, and there is no record of it that could be stopped',
  argv: ['follow'],
  given: async (fixture) => {
    fixture.aws.world.setRecordDelay('never');
    tasks({ kind: 'crash', exitCode: 1 })(fixture);
    await killedAfterUpdate(fixture);
  },
  expected: { verdict: 'rolled-back', cause: said.exited(1), changes: ['UpdateService'] },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
