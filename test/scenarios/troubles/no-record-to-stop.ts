import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'no record of the deployment ever appears, so it can only be updated back',
  given: (fixture) => {
    fixture.aws.world.setRecordDelay('never');
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
  },
  expected: {
    verdict: 'rolled-back',
    cause: said.exited(1),
    changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
