import { blueGreenWithAlarm, deployedUntilBaking } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECS has taken back what another job deployed before a job comes to follow it',
  argv: ['follow'],
  fixture: {
    configuration: blueGreenWithAlarm,
  },
  given: async (fixture) => {
    await deployedUntilBaking(fixture);
    fixture.aws.world.setAlarm('errors', 'ALARM');
    await fixture.aws.clock.sleep(1_800_000);
  },
  expected: {
    verdict: 'rolled-back',
    words: ['is ROLLBACK_SUCCESSFUL by its record', 'a CloudWatch alarm went off: errors'],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
