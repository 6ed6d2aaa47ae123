import { alarms } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a rolling deployment bakes for twenty minutes where no record of it may be seen',
  fixture: { configuration: { ...alarms, bakeTimeInMinutes: 20 } },
  given: ({ aws }) => aws.world.setRecordDelay('never'),
  expected: {
    verdict: 'succeeded',
    exitCode: 0,
    words: ['waiting for the end of the bake time'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
