import { beside, breaker, loadBalanced, targetGroupNamed, tasks, withHealthCheck } from '../given/givens';
import type { Scenarios } from '../scenario';

const backend = targetGroupNamed('backend');

export const scenarios: Scenarios = {
  'container-unhealthy': {
    what: 'the health check of the container fails',
    covers: ['C 11'],
    fixture: { desiredCount: 1, configuration: breaker },
    given: (fixture) => {
      withHealthCheck(fixture);
      fixture.newTasks({ kind: 'unhealthy-container' });
    },
    expected: {
      verdict: 'rolled-back',
      words: ['startPeriod'],
      cause: 'container web failed its own health check',
      givenUpAfter: 2,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 1 },
  },
  'second-target-group': {
    what: 'the second of two target groups finds its container unhealthy',
    fixture: {
      desiredCount: 1,
      service: {
        loadBalancers: [
          { targetGroupArn: targetGroupNamed('front'), containerName: 'proxy', containerPort: 80 },
          { targetGroupArn: backend, containerName: 'web', containerPort: 8080 },
        ],
      },
    },
    given: (fixture) => {
      const image = 'public.ecr.aws/envoy/envoy:v1';
      beside(fixture, { name: 'proxy', image, portMappings: [{ containerPort: 80 }] });
      fixture.newTasks({ kind: 'unhealthy-target', target: backend, log: ['GET /health 500'] });
    },
    expected: {
      verdict: 'rolled-back',
      words: ['target group backend', 'staging/web/', '| GET /health 500'],
      absent: ['log of proxy', 'logConfiguration'],
      cause: "failed the load balancer's health check",
    },
    truth: { taskDefinition: 'web:1', healthyCount: 1 },
  },
  'target-answers-500': {
    what: 'the load balancer gets 500 from the new tasks',
    covers: ['C 12'],
    fixture: { desiredCount: 1, configuration: breaker, service: loadBalanced },
    given: tasks({ kind: 'unhealthy-target' }),
    expected: {
      verdict: 'rolled-back',
      words: ['codes: [500]', 'matcher'],
      cause: "failed the load balancer's health check",
      givenUpAfter: 2,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 1 },
  },
  'target-outside-vpc': {
    what: 'the tasks are not in the VPC of the target group, so none is registered',
    fixture: { service: loadBalanced },
    given: (fixture) => fixture.newTasks({ kind: 'healthy', afterSeconds: 3_600 }),
    during: {
      40: ({ aws }) =>
        aws.world.failRegistration(
          'shop',
          'web',
          "The following targets are not in the target group VPC 'vpc-11111111': 'i-0123456789abcdef0'",
        ),
    },
    env: { ECS_CD_TIMEOUT: '5m' },
    expected: {
      verdict: 'rolled-back',
      words: ['why         ', "not in the target group VPC 'vpc-11111111'", 'a target group of the VPC'],
      cause: 'not in the VPC of the target group web',
      lateBecause: 'no task fails',
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'target-times-out': {
    what: 'the load balancer gets no answer from the new tasks',
    covers: ['C 12'],
    fixture: { configuration: breaker, service: loadBalanced },
    given: tasks({ kind: 'unhealthy-target', reason: 'Request timed out' }),
    expected: {
      verdict: 'rolled-back',
      words: ['Request timed out', 'security group'],
      cause: "failed the load balancer's health check",
      givenUpAfter: 2,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
