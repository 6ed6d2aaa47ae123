import { heldOnTestTraffic } from '../given-test-traffic';
import { killOf } from '../../killed-run';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a job was killed at the hook, and the next try asks the release there',
  fixture: heldOnTestTraffic(),
  given: async (fixture) => {
    const kill = killOf(fixture);
    fixture.aws.clock.schedule(120_000, () => kill.now());
    await fixture.deploy({ env: { ECS_CD_ON_PAUSE: 'wait' }, ...kill.options });
  },
  testSite: [200],
  expected: {
    verdict: 'succeeded',
    words: ['test traffic: health check: passed'],
    changes: ['ContinueServiceDeployment'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, isRolloutInFlight: false },
};
