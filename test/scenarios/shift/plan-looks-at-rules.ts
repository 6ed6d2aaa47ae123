import { shifted } from '../given-shift';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a merge request asks about a service whose traffic ECS moves behind an Application Load Balancer',
  argv: ['plan'],
  fixture: { service: shifted, configuration: { strategy: 'BLUE_GREEN' } },
  expected: { verdict: 'changes', words: ['no problems found'], changes: [] },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
