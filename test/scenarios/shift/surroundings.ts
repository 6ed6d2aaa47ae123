import { networkShifted, shifted } from '../given/shift';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'instances-are-full': {
    what: 'the instances of the cluster have no room for twice the tasks, and some is made meanwhile',
    fixture: { service: { ...shifted, launchType: 'EC2' }, configuration: { strategy: 'BLUE_GREEN' } },
    given: ({ aws }) => aws.world.setContainerInstances('shop', 1, { CPU: 128, MEMORY: 512 }),
    expected: {
      verdict: 'succeeded',
      words: ['the cluster has room for 0 tasks of 256 CPU units and 512 MiB, and BLUE_GREEN starts 2 tasks'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'plan-looks-at-instances': {
    what: 'a merge request asks about a service that is to run twice on instances without room',
    argv: ['plan'],
    fixture: { service: { ...shifted, launchType: 'EC2' }, configuration: { strategy: 'BLUE_GREEN' } },
    given: ({ aws }) => aws.world.setContainerInstances('shop', 1, { CPU: 128, MEMORY: 512 }),
    expected: { verdict: 'changes', words: ['room for 0 tasks'], changes: [] },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'plan-looks-at-listeners': {
    what: 'a merge request asks about a service whose traffic ECS moves behind a Network Load Balancer',
    argv: ['plan'],
    fixture: { service: networkShifted, configuration: { strategy: 'BLUE_GREEN' } },
    expected: { verdict: 'changes', words: ['no problems found'], changes: [] },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'plan-looks-at-rules': {
    what: 'a merge request asks about a service whose traffic ECS moves behind an Application Load Balancer',
    argv: ['plan'],
    fixture: { service: shifted, configuration: { strategy: 'BLUE_GREEN' } },
    expected: { verdict: 'changes', words: ['no problems found'], changes: [] },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
};
