import { expect } from 'chai';
import { definitionOf } from '../../preflight/look-ahead';
import { said } from '../../said';
import { faulty, loadBalanced, targetGroupNamed } from '../given/givens';
import type { Scenarios } from '../scenario';

const capacityProviderStrategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1, base: 0 }];

/** ECS tells no rollout state then. (AWS docs) */
const classic = { loadBalancers: [{ loadBalancerName: 'web', containerName: 'web', containerPort: 8080 }] };

export const scenarios: Scenarios = {
  'classic-balancer': {
    what: 'the service is behind a Classic Load Balancer, and no record of its deployment may be seen',
    fixture: { service: classic },
    given: ({ aws }) => aws.world.setRecordDelay('never'),
    expected: { verdict: 'succeeded', changes: ['RegisterTaskDefinition', 'UpdateService'] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'classic-balancer-crash': {
    what: 'the tasks of a service behind a Classic Load Balancer crash, and no record may be seen',
    fixture: { service: classic },
    given: (fixture) => {
      fixture.aws.world.setRecordDelay('never');
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
    },
    expected: {
      verdict: 'rolled-back',
      isUnverified: true,
      words: ['not verified: the health behind the Classic Load Balancer web'],
      cause: said.exited(1),
      changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'classic-balancer-stopped': {
    what: 'somebody has ECS take back what is behind a Classic Load Balancer, and no record may be seen',
    fixture: { service: classic },
    given: faulty({ operation: 'ListServiceDeployments', kind: 'access-denied', times: Infinity }),
    during: { 30: ({ aws }) => aws.world.stopServiceDeployment('shop', 'web') },
    expected: {
      verdict: 'rolled-back',
      isUnverified: true,
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'capacity-provider': {
    what: 'a service on Spot capacity is updated, and stays on it',
    fixture: {
      service: {
        settings: {
          capacityProviderStrategy,
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] } },
        },
      },
    },
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
    check: ({ aws }) => {
      const call = aws.calls.find(({ operation }) => operation === 'UpdateService');
      expect(call?.input).to.not.have.property('capacityProviderStrategy');
    },
  },
  daemon: {
    what: 'a daemon service replaces the task on each of three machines',
    fixture: { service: { schedulingStrategy: 'DAEMON', launchType: 'EC2' } },
    given: ({ aws }) => aws.world.setContainerInstances('shop', 3),
    expected: { verdict: 'succeeded', absent: ['desiredCount', 'desired count'] },
    truth: { taskDefinition: 'web:2', healthyCount: 3, deploymentsEver: 2 },
  },
  'early-success': {
    what: 'half of the tasks are enough for the service to call itself deployed',
    fixture: {
      desiredCount: 4,
      configuration: {
        minimumHealthyPercent: 50,
        earlySuccessCriteria: { enable: true, healthyPercent: 50, sourceServiceRevisionCleanup: 'DEFERRED' },
      },
    },
    given: ({ aws }) => {
      let count = 0;
      aws.world.outcomeOf = ({ taskDefinition }) =>
        taskDefinition !== 'web:1' && count++ > 1 ? { kind: 'never-starts' } : { kind: 'healthy' };
    },
    expected: {
      verdict: 'succeeded',
      words: ['web:2 serves 2 of 4 tasks', 'early success criteria'],
    },
    truth: { desiredCount: 4, neededCount: 2 },
  },
  success: {
    what: 'the new tasks become healthy and take the place of the old ones',
    covers: ['A7 success'],
    expected: {
      verdict: 'succeeded',
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2, isRolloutInFlight: false },
  },
  'slow-start': {
    what: 'the tasks run, and get ready for so long that the deadline comes first',
    fixture: { service: loadBalanced },
    env: { ECS_CD_TIMEOUT: '4m' },
    given: (fixture) =>
      fixture.newTasks({
        kind: 'healthy',
        afterSeconds: 900,
        log: ['connecting to postgres://app:hunter2@db/app', 'migrating the database: 3 of 700 steps'],
      }),
    expected: {
      verdict: 'rolled-back',
      words: [
        'waiting: running 2/2, healthy 0/2 (target health: initial), other revisions 2',
        'is RUNNING (health UNKNOWN); target 10.0.',
        '| connecting to postgres://app:[MASKED]@db/app',
        '| migrating the database: 3 of 700 steps',
        said.deadline,
      ],
      absent: ['hunter2', '404:'],
      cause: '2 tasks of web:2 are still not healthy: target health: initial',
      lateBecause: 'nothing has failed',
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'long-drain': {
    what: 'the old tasks drain for twenty minutes while the new ones serve alone',
    fixture: { service: loadBalanced },
    given: ({ aws }) => aws.world.setDeregistrationDelay(targetGroupNamed('web'), 1200),
    expected: {
      verdict: 'succeeded',
      words: ['waiting for replaced tasks to drain', 'this takes no time off ECS_CD_TIMEOUT'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, taskCount: 2, deploymentsEver: 2 },
  },
  'keeps-revisions': {
    what: 'older revisions that nobody needs are deregistered once the new one is verified',
    env: { ECS_CD_KEEP_REVISIONS: '2' },
    given: (fixture) => {
      const tags = [{ key: 'ecs-cd:commit', value: 'before' }];
      for (let count = 0; count < 3; count += 1)
        fixture.aws.world.registerTaskDefinition({ ...definitionOf(fixture), family: 'web', tags });
    },
    expected: {
      verdict: 'succeeded',
      words: ['retention   web:3 deregistered: not among the newest 2, and in no use', 'web:2 deregistered'],
      absent: ['web:4 deregistered', 'web:1 deregistered'],
      changes: [
        'RegisterTaskDefinition',
        'UpdateService',
        'DeregisterTaskDefinition',
        'DeregisterTaskDefinition',
      ],
    },
    truth: { taskDefinition: 'web:5', healthyCount: 2 },
  },
};
