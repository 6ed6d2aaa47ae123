import { registerBase } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'two containers run different images of the repository, and nobody says which one the new image is for',
  given: (fixture) => {
    const url = fixture.env['REPOSITORY_URL'] ?? '';
    registerBase(fixture, { image: `${url}:web-v1` }, { name: 'worker', image: `${url}:worker-v1` });
  },
  expected: {
    verdict: 'invalid-usage',
    words: ['web (web-v1), worker (worker-v1)', 'set ECS_CD_CONTAINER'],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
