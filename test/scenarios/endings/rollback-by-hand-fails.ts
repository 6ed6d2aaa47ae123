import { loadBalanced } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a person takes the last deployment back, and the revision before does not come up any more',
  argv: ['rollback'],
  fixture: { service: loadBalanced },
  given: async (fixture) => {
    await fixture.deploy();
    let started = 0;
    fixture.aws.world.outcomeOf = () =>
      started++ === 0 ? { kind: 'crash', exitCode: 1 } : { kind: 'unhealthy-target' };
  },
  expected: {
    verdict: 'needs-attention',
    words: ['from web:2 to web:1', 'this was the rollback'],
    cause: said.exited(1),
    changes: ['UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 3 },
};
