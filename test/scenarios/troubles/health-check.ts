import { said } from '../../said';
import { blueGreen, faulty, loadBalanced, targetGroupNamed, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'bake-health-check-fails': {
    what: 'ECS bakes the release, its address answers 500, and for a while nothing shows that ECS takes it back',
    fixture: { configuration: blueGreen },
    given: ({ aws }) =>
      aws.onCall(({ operation }) => {
        if (operation !== 'StopServiceDeployment') return;
        for (const stale of ['DescribeServices', 'DescribeServiceDeployments'])
          aws.faults.add({ operation: stale, kind: 'stale', seconds: 20, times: 2 });
      }),
    env: { ECS_CD_WAIT_UNTIL: 'baking' },
    site: [500],
    expected: {
      verdict: 'rolled-back',
      words: ['500', 'asked ECS to roll the deployment back to web:1'],
      absent: ['rolling the deployment back by itself'],
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false },
  },
  'bake-health-check-passes': {
    what: 'ECS bakes the release, and its address answers as it should',
    fixture: { configuration: blueGreen },
    env: { ECS_CD_WAIT_UNTIL: 'baking' },
    site: [200],
    expected: { verdict: 'succeeded', words: ['may still take it back until about'] },
    truth: { baking: 'web:2', isRolloutInFlight: true },
  },
  'bake-passes': {
    what: 'the release goes on serving for its bake time',
    env: { ECS_CD_BAKE_TIME: '5m' },
    expected: { verdict: 'succeeded', words: ['bake time: over, web:2 kept serving'] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'health-check-fails': {
    what: 'the tasks are healthy for ECS, but the address that must answer answers 500',
    site: [500],
    env: { ECS_CD_HEALTH_CHECK_TIMEOUT: '30s' },
    expected: {
      verdict: 'rolled-back',
      words: ['500'],
      changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'unfit-beside-an-older': {
    what: 'its address answers 500, while tasks of the release before and of the one before that drain still',
    fixture: {
      service: loadBalanced,
      configuration: {
        earlySuccessCriteria: { enable: true, healthyPercent: 100, sourceServiceRevisionCleanup: 'DEFERRED' },
      },
    },
    given: async (fixture) => {
      fixture.aws.world.setDeregistrationDelay(targetGroupNamed('web'), 3600);
      fixture.aws.world.putImage('team/web', 'v3');
      await fixture.deploy();
    },
    site: [500],
    env: { DOCKER_TAG: 'v3', ECS_CD_HEALTH_CHECK_TIMEOUT: '30s' },
    expected: { verdict: 'rolled-back', words: ['web:2 serves again'] },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'health-check-flaps': {
    what: 'the address that must answer three times in a row never does so more than twice',
    site: Array.from({ length: 100 }, (_, index) => (index % 3 === 2 ? 502 : 200)),
    env: { ECS_CD_HEALTH_CHECK_TIMEOUT: '30s' },
    expected: {
      verdict: 'rolled-back',
      words: ['answers were right, the last was: it answered'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'health-check-passes': {
    what: 'the address that must answer does so after a while',
    site: [503, 503, 200],
    env: { ECS_CD_HEALTH_CHECK_TIMEOUT: '30s' },
    expected: { verdict: 'succeeded', words: ['health check: passed, 3 times in a row'] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'completed-late-fit': {
    what: 'ECS completes the deployment while the stop is on its way, and the address that must answer does',
    given: (fixture) => {
      // Its tasks become healthy just before the stop would be heard.
      fixture.aws.world.setTimings({ transitionMs: 8_000 });
      faulty({ operation: 'StopServiceDeployment', kind: 'stop-too-late' })(fixture);
    },
    env: { ECS_CD_TIMEOUT: '72s', ECS_CD_HEALTH_CHECK_TIMEOUT: '10s' },
    site: [200],
    expected: {
      verdict: 'succeeded',
      words: ['health check: passed', 'it was completed before it could be rolled back'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'completed-late': {
    what: 'ECS completes the deployment while the stop is on its way, and the address that must answer answers 500',
    given: (fixture) => {
      // Its tasks become healthy just before the stop would be heard.
      fixture.aws.world.setTimings({ transitionMs: 8_000 });
      faulty({ operation: 'StopServiceDeployment', kind: 'stop-too-late' })(fixture);
    },
    env: { ECS_CD_TIMEOUT: '72s', ECS_CD_HEALTH_CHECK_TIMEOUT: '10s' },
    site: [500],
    expected: {
      verdict: 'rolled-back',
      words: ['asked ECS to roll the deployment back', 'did not answer 200'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'bake-fails': {
    what: 'the tasks crash two minutes after they were called healthy',
    env: { ECS_CD_BAKE_TIME: '10m' },
    given: tasks({ kind: 'crash', exitCode: 1, afterSeconds: 200 }),
    expected: {
      verdict: 'rolled-back',
      words: ['bake time: failed, 2 tasks failed', 'it did not keep serving for 10 min: 2 tasks failed'],
      cause: said.exited(1),
      changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
