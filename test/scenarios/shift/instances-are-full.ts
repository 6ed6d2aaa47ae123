import { shifted } from '../given-shift';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the instances of the cluster have no room for twice the tasks, and some is made meanwhile',
  fixture: { service: { ...shifted, launchType: 'EC2' }, configuration: { strategy: 'BLUE_GREEN' } },
  given: ({ aws }) => aws.world.setContainerInstances('shop', 1, { CPU: 128, MEMORY: 512 }),
  expected: {
    verdict: 'succeeded',
    words: ['the cluster has room for 0 tasks of 256 CPU units and 512 MiB, and BLUE_GREEN starts 2 tasks'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
