import { faulty, loadBalanced } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the job may not look at the health of the targets, and they get none',
  fixture: { service: loadBalanced },
  given: (fixture) => {
    fixture.newTasks({ kind: 'unhealthy-target' });
    faulty({ operation: 'DescribeTargetHealth', kind: 'access-denied', times: Infinity })(fixture);
  },
  expected: {
    verdict: 'rolled-back',
    isUnverified: true,
    words: ['elasticloadbalancing:DescribeTargetHealth'],
    cause: "failed the load balancer's health check",
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
