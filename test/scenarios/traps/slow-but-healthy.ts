import { loadBalanced, tasks, breaker } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the new tasks need four of the five minutes to become healthy',
  covers: ['D3 slow but healthy'],
  fixture: { service: loadBalanced, configuration: breaker },
  env: { ECS_CD_TIMEOUT: '5m' },
  given: tasks({ kind: 'healthy', afterSeconds: 240 }),
  expected: {
    verdict: 'succeeded',
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
