import { blueGreenWithAlarm, deployedUntilBaking } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'an alarm goes off while ECS bakes what another job has deployed',
  argv: ['follow'],
  fixture: {
    configuration: blueGreenWithAlarm,
  },
  given: async (fixture) => {
    await deployedUntilBaking(fixture);
    fixture.aws.clock.schedule(300_000, () => fixture.aws.world.setAlarm('errors', 'ALARM'));
  },
  expected: {
    verdict: 'rolled-back',
    words: ['a CloudWatch alarm went off: errors'],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
