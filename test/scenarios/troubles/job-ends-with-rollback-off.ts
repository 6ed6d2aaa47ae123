import { tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'GitLab is about to end the job while ECS works on a deployment that nobody is to undo',
  given: tasks({ kind: 'never-starts' }),
  env: { RUNNER_SCRIPT_TIMEOUT: '10m', ECS_CD_ROLLBACK: 'off' },
  expected: {
    verdict: 'timed-out',
    words: [said.rollbackOff, said.goesOn],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { isRolloutInFlight: true },
};
