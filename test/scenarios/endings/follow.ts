import { said } from '../../said';
import { shifted } from '../given/shift';
import {
  blueGreen,
  blueGreenWithAlarm,
  deployedUntilBaking,
  killedAfterUpdate,
  somebodyDeploys,
  tasks,
} from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'follow-after-the-rollback': {
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
  },
  'follow-bake-fails': {
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
  },
  'follow-bake': {
    what: 'ECS bakes what another job has deployed, and a job follows that to its end',
    argv: ['follow'],
    fixture: { configuration: blueGreen, service: shifted },
    given: deployedUntilBaking,
    expected: {
      verdict: 'succeeded',
      words: ['is there already: following that', 'until at the latest'],
      absent: ['nothing to change'],
      changes: [],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2, isRolloutInFlight: false },
  },
  'follow-crash-from-archive': {
    what: 'ECS has rolled back the deployment that a job follows while its image came back from the archive',
    argv: ['follow'],
    fixture: { configuration: { deploymentCircuitBreaker: { enable: true, rollback: true } } },
    given: async (fixture) => {
      tasks({ kind: 'crash', exitCode: 1 })(fixture);
      await killedAfterUpdate(fixture);
      fixture.aws.world.archiveImage('team/web', 'v2');
    },
    expected: { verdict: 'rolled-back', changes: ['UpdateImageStorageClass'] },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'follow-crash': {
    what: 'the tasks of the deployment that a job follows crash',
    argv: ['follow'],
    given: async (fixture) => {
      tasks({ kind: 'crash', exitCode: 1 })(fixture);
      await killedAfterUpdate(fixture);
    },
    expected: {
      verdict: 'rolled-back',
      cause: said.exited(1),
      words: ['rollback    to web:1 if this deployment fails'],
      changes: ['StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'follow-from-the-archive': {
    what: 'the image of the deployment that a job follows is in the archive: it is over by the time that ECR has brought it back',
    argv: ['follow'],
    given: async (fixture) => {
      tasks({ kind: 'healthy' })(fixture);
      await killedAfterUpdate(fixture);
      fixture.aws.world.archiveImage('team/web', 'v2');
    },
    expected: {
      verdict: 'succeeded',
      words: ['v2 is in the archive of ECR: restoring it', 'web:2 serves 2 of 2 tasks (verified)'],
      changes: ['UpdateImageStorageClass'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'follow-puts-the-live-tag': {
    what: 'a job that comes to follow finds the deployment completed, and tags its image',
    argv: ['follow'],
    env: { ECS_CD_LIVE_TAG: 'live-staging' },
    given: async (fixture) => {
      await fixture.deploy();
    },
    expected: { verdict: 'succeeded', words: ['live-staging is sha256:'], changes: ['PutImage'] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'follow-superseded': {
    what: 'somebody has replaced what another job deployed before a job comes to follow it',
    argv: ['follow'],
    fixture: { configuration: blueGreen },
    given: async (fixture) => {
      await deployedUntilBaking(fixture);
      somebodyDeploys(fixture);
      await fixture.aws.clock.sleep(1_800_000);
    },
    expected: {
      verdict: 'superseded',
      words: [said.replaced],
      absent: ['if this deployment fails'],
      changes: [],
    },
    truth: { taskDefinition: 'outside:1', healthyCount: 2 },
  },
  'follow-what-is-done': {
    what: 'the deployment that a job comes to follow is completed already',
    argv: ['follow'],
    given: async (fixture) => {
      await fixture.deploy();
    },
    expected: { verdict: 'succeeded', words: [said.nothingToChange], changes: [] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'follow-taken-back': {
    what: 'somebody has taken back what another job deployed before a job comes to follow it',
    argv: ['follow'],
    given: async (fixture) => {
      await fixture.deploy();
      await fixture.run(['rollback']);
    },
    expected: {
      verdict: 'rolled-back',
      words: ['of web:2 has been taken back: following', 'ecs-cd status', 'run the deploy job again'],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'follow-nothing': {
    what: 'a job comes to follow a deployment that nobody has started',
    argv: ['follow'],
    expected: {
      verdict: 'rejected',
      words: [
        'service web has no deployment of this image: its PRIMARY deployment is',
        'of web:1; nothing was changed',
        'ecs-cd status shows the last deployments',
      ],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
};
