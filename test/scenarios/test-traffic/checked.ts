import { heldOnTestTraffic } from '../given/test-traffic';
import { blueGreen } from '../given/givens';
import type { Scenario, Scenarios } from '../scenario';

const noHook: Scenario = {
  what: 'no hook of the service holds a deployment on test traffic',
  fixture: { configuration: blueGreen },
  testSite: [200],
  expected: {
    verdict: 'rejected',
    words: [
      'no hook of the type PAUSE holds a deployment at POST_TEST_TRAFFIC_SHIFT',
      'lifecycle_hook { target_type = "PAUSE", lifecycle_stages = ["POST_TEST_TRAFFIC_SHIFT"]',
    ],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', deploymentsEver: 1 },
};

const { testSite: _, ...unasked } = noHook;

export const scenarios: Scenarios = {
  passes: {
    what: 'the release answers on test traffic, and nobody has to let it go on',
    fixture: heldOnTestTraffic(),
    testSite: [503, 200],
    site: [200],
    expected: {
      verdict: 'succeeded',
      words: ['test traffic: health check: passed, 3 times in a row', 'told ECS to go on'],
      changes: ['RegisterTaskDefinition', 'UpdateService', 'ContinueServiceDeployment'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, isRolloutInFlight: false },
  },
  fails: {
    what: 'the release answers wrong on test traffic, and no user comes to see it',
    fixture: heldOnTestTraffic(),
    testSite: [200, 500],
    expected: {
      verdict: 'rolled-back',
      words: [
        'told ECS to roll back',
        'on test traffic, before production traffic: ',
        '1 of 13 answers were right, the last was: it answered 500',
        'rolling back, as this job asked',
      ],
      absent: ['production 100 %'],
      changes: ['RegisterTaskDefinition', 'UpdateService', 'ContinueServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
  },
  'never-answers': {
    what: 'nothing answers on test traffic',
    fixture: heldOnTestTraffic(),
    testSite: ['hang-up'],
    env: { ECS_CD_ROLLBACK: 'off' },
    expected: {
      verdict: 'rolled-back',
      words: ['the connection was closed without an answer', 'fix         look at what the application logs'],
      absent: ['production 100 %'],
      changes: ['RegisterTaskDefinition', 'UpdateService', 'ContinueServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
  },
  'no-hook': noHook,
  'plan-no-hook': {
    ...unasked,
    what: `a plan says the same: ${noHook.what}`,
    argv: ['plan'],
    env: { ...noHook.env, ECS_CD_TEST_HEALTH_CHECK_URL: 'https://shop.example.com/health' },
  },
  'lost-reply': {
    what: 'ECS takes the answer to the hook, and its reply is lost',
    fixture: heldOnTestTraffic(),
    given: ({ aws }) => aws.faults.add({ operation: 'ContinueServiceDeployment', kind: 'lost-reply' }),
    testSite: [500],
    expected: { verdict: 'rolled-back', words: ['it answered 500'] },
    truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
  },
  'fails-and-is-denied': {
    what: 'the job may not answer the hook of a release that answers wrong',
    fixture: heldOnTestTraffic(),
    given: ({ aws }) =>
      aws.faults.add({ operation: 'ContinueServiceDeployment', kind: 'access-denied', times: Infinity }),
    testSite: [500],
    expected: {
      verdict: 'rolled-back',
      words: ['ecs:ContinueServiceDeployment', 'asked ECS to roll the deployment back to web:1'],
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
  },
  'passes-and-is-denied': {
    what: 'the job may not answer the hook of a release that answers right',
    fixture: heldOnTestTraffic(),
    given: ({ aws }) =>
      aws.faults.add({ operation: 'ContinueServiceDeployment', kind: 'access-denied', times: Infinity }),
    testSite: [200],
    expected: {
      verdict: 'paused',
      words: ['ecs:ContinueServiceDeployment', 'is paused at POST_TEST_TRAFFIC_SHIFT'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', waitsFor: 'hook', isRolloutInFlight: true },
  },
};
