import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a merge request asks what a deployment would do',
  argv: ['plan'],
  expected: { verdict: 'changes', words: ['this image'], changes: [] },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
