import { shifted } from '../given-shift';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a merge request asks about a service that is to run twice on instances without room',
  argv: ['plan'],
  fixture: { service: { ...shifted, launchType: 'EC2' }, configuration: { strategy: 'BLUE_GREEN' } },
  given: ({ aws }) => aws.world.setContainerInstances('shop', 1, { CPU: 128, MEMORY: 512 }),
  expected: { verdict: 'changes', words: ['room for 0 tasks'], changes: [] },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
