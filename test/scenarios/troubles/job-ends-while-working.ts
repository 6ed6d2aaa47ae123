import { tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'GitLab is about to end the job while ECS still works on the deployment',
  given: tasks({ kind: 'never-starts' }),
  env: { RUNNER_SCRIPT_TIMEOUT: '10m' },
  expected: {
    verdict: 'needs-attention',
    words: [
      'GitLab is about to end this job (job_timeout (RUNNER_SCRIPT_TIMEOUT, 10m)), and web:2 has no verdict yet',
      'asked ECS to roll back to web:1; that goes on without this job',
    ],
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { deploymentsEver: 2 },
};
