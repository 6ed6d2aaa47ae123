import { alarms } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a rolling deployment with alarms crashes in the tenth minute of its bake, and no alarm goes off',
  fixture: { configuration: { ...alarms, bakeTimeInMinutes: 20 } },
  given: (fixture) => fixture.newTasks({ kind: 'crash', exitCode: 1, afterSeconds: 600 }),
  expected: {
    verdict: 'rolled-back',
    words: ['waiting for the end of the bake time'],
    absent: ['stage ', 'a CloudWatch alarm went off'],
    cause: said.exited(1),
    givenUpAfter: 2,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
