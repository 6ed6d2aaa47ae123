import { breaker, tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'each task crashes five seconds after ECS has counted it as healthy, so its circuit breaker counts from 0 each time',
  covers: ['D3 breaker off + crash loop'],
  fixture: { configuration: breaker },
  // (AWS docs) without a health check a task is healthy 40 s after it runs.
  given: tasks({ kind: 'crash', exitCode: 1, afterSeconds: 45 }),
  expected: {
    verdict: 'rolled-back',
    cause: said.exited(1),
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
