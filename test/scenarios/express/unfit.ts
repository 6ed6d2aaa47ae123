import { expressMode } from '../given-express';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'Express Mode takes no task definition without a container Main',
  fixture: { ...expressMode, names: {} },
  expected: {
    verdict: 'rejected',
    words: ['name the container Main, and give it one entry in portMappings'],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
