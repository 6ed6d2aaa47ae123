import { tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the task of a daemon service crashes on its machine',
  fixture: { service: { schedulingStrategy: 'DAEMON', launchType: 'EC2' } },
  given: tasks({ kind: 'crash', exitCode: 1 }),
  expected: { verdict: 'rolled-back', cause: said.exited(1), givenUpAfter: 2 },
  truth: { taskDefinition: 'web:1', healthyCount: 1 },
};
