import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a daemon service replaces the task on each of three machines',
  fixture: { service: { schedulingStrategy: 'DAEMON', launchType: 'EC2' } },
  given: ({ aws }) => aws.world.setContainerInstances('shop', 3),
  expected: { verdict: 'succeeded', absent: ['desiredCount', 'desired count'] },
  truth: { taskDefinition: 'web:2', healthyCount: 3, deploymentsEver: 2 },
};
