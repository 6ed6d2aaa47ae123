import { scheduled, schedules } from '../given-schedules';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody looks what a deployment with schedules would do',
  argv: ['plan'],
  env: schedules,
  given: scheduled,
  expected: {
    verdict: 'changes',
    words: ['schedule default/nightly runs web:1'],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
