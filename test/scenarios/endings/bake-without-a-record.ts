import { alarms } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a rolling deployment bakes for longer than the deadline is where no record of it may be seen',
  fixture: { configuration: { ...alarms, bakeTimeInMinutes: 6 } },
  env: { ECS_CD_TIMEOUT: '5m' },
  given: ({ aws }) => aws.world.setRecordDelay('never'),
  expected: {
    verdict: 'succeeded',
    words: ['waiting for the end of the bake time'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
