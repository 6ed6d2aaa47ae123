import { newService } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a merge request asks about a service whose first deployments all failed',
  argv: ['plan'],
  env: { STAGE: 'production' },
  given: async (fixture) => {
    newService({ deploymentCircuitBreaker: { enable: true, rollback: false } })(fixture);
    await fixture.deploy({ env: { ECS_CD_TIMEOUT: '1m' } });
  },
  expected: { verdict: 'changes', words: ['go back to'], changes: [] },
  truth: { desiredCount: 2, deploymentsEver: 2 },
};
