import { continuedUnseen, heldOnTestTraffic } from '../given/test-traffic';
import type { Scenario, Scenarios } from '../scenario';

const env = { ECS_CD_TEST_HEALTH_CHECK_URL: 'https://shop.example.com/health' };

const allowed: Scenario = {
  what: 'a rollback by hand comes to the hook that a check answers, and goes on by itself',
  argv: ['rollback'],
  env,
  fixture: heldOnTestTraffic(),
  given: async (fixture) => {
    await fixture.deploy();
    fixture.aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE');
    await fixture.aws.clock.sleep(1_800_000);
  },
  expected: {
    verdict: 'succeeded',
    words: ['POST_TEST_TRAFFIC_SHIFT: told ECS to go on', 'web:1 serves 2 of 2 tasks (verified)'],
    absent: ['is paused'],
    changes: ['UpdateService', 'ContinueServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 3 },
};

export const scenarios: Scenarios = {
  'continued-by-hand': {
    what: 'somebody lets a release go on that does not answer on test traffic',
    fixture: heldOnTestTraffic(),
    testSite: [500],
    during: { 95: ({ aws }) => aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE') },
    expected: {
      verdict: 'rolled-back',
      words: ['no hook of the test traffic waits any more', 'on test traffic, before production traffic: '],
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
  },
  'continued-unseen-wrong': {
    what: 'somebody lets a release go on between two looks that answers wrong',
    fixture: heldOnTestTraffic(),
    testSite: [500],
    during: continuedUnseen,
    expected: {
      verdict: 'rolled-back',
      words: ['on test traffic, with production traffic there: ', 'the test listener rule'],
      changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService', 'ContinueServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 3 },
  },
  'continued-unseen': {
    what: 'somebody lets the release go on between two looks, and it is asked when it serves',
    fixture: heldOnTestTraffic(),
    testSite: [200],
    during: continuedUnseen,
    expected: {
      verdict: 'succeeded',
      words: [
        '            this job asked ECS_CD_TEST_HEALTH_CHECK_URL only with production traffic there',
        'test traffic: health check: passed, 3 times in a row',
      ],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, isRolloutInFlight: false },
  },
  'rejected-by-hand': {
    what: 'somebody rejects the release while it answers right on test traffic',
    fixture: heldOnTestTraffic(),
    testSite: [200],
    env: { ECS_CD_HEALTH_CHECK_COUNT: '20' },
    during: { 80: ({ aws }) => aws.world.continueServiceDeployment('shop', 'web', 'ROLLBACK') },
    expected: {
      verdict: 'rolled-back',
      words: ['health check: passed', 'no hook of the test traffic waits any more'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
  },
  'rollback-by-hand': allowed,
  'rollback-is-denied': {
    ...allowed,
    what: 'a rollback by hand may not answer the hook of the test traffic',
    fixture: heldOnTestTraffic(),
    given: async (fixture) => {
      await allowed.given?.(fixture);
      fixture.aws.faults.add({
        operation: 'ContinueServiceDeployment',
        kind: 'access-denied',
        times: Infinity,
      });
    },
    expected: {
      verdict: 'paused',
      words: [
        'ecs:ContinueServiceDeployment',
        'web:1 is paused at POST_TEST_TRAFFIC_SHIFT',
        'next        run the continue job with ECS_CD_DEPLOYMENT=arn:aws:ecs:',
      ],
      changes: ['UpdateService'],
    },
    truth: { taskDefinition: 'web:2', waitsFor: 'hook', healthyCount: 2 },
  },
};
