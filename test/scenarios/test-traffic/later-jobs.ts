import { killOf } from '../../recovery/killed-run';
import { heldOnTestTraffic } from '../given/test-traffic';
import { deployedToTheGate } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'asked-by-continue': {
    what: 'the continue job is pressed at the hook of the test traffic, and asks before it answers',
    argv: ['continue'],
    fixture: heldOnTestTraffic(),
    given: deployedToTheGate,
    testSite: [500],
    expected: {
      verdict: 'rolled-back',
      words: ['on test traffic, before production traffic: ', 'told ECS to roll back'],
      absent: ['told ECS to go on', 'production 100 %'],
      changes: ['ContinueServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
  },
  'asked-by-follow': {
    what: 'the deploy job left the hook waiting, and the follow job asks the release there',
    argv: ['follow'],
    fixture: heldOnTestTraffic(),
    given: deployedToTheGate,
    testSite: [200],
    expected: {
      verdict: 'succeeded',
      words: ['test traffic: health check: passed', 'told ECS to go on'],
      changes: ['ContinueServiceDeployment'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, isRolloutInFlight: false },
  },
  'hook-expires': {
    what: 'an earlier job left the hook waiting, and its time is over while the release is asked',
    fixture: heldOnTestTraffic(2),
    given: async (fixture) => {
      await fixture.deploy();
      await fixture.aws.clock.sleep(90_000);
    },
    testSite: [200],
    env: { ECS_CD_HEALTH_CHECK_COUNT: '20' },
    expected: {
      verdict: 'rolled-back',
      words: ['POST_TEST_TRAFFIC_SHIFT pause hook timed out'],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
  },
  'retried-job': {
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
  },
};
