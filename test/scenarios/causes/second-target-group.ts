import { beside, targetGroupNamed } from '../givens';
import type { Scenario } from '../scenario';

const backend = targetGroupNamed('backend');

export const scenario: Scenario = {
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
};
