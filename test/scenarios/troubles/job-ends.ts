import { said } from '../../said';
import { blueGreen, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'job-ends-in-health-check': {
    what: 'GitLab is about to end the job while a release that serves is asked for its health in vain',
    site: [503],
    env: { RUNNER_SCRIPT_TIMEOUT: '10m', ECS_CD_HEALTH_CHECK_TIMEOUT: '20m' },
    expected: {
      verdict: 'needs-attention',
      words: ['its health check (ECS_CD_HEALTH_CHECK_URL) has not passed yet', 'web:2 is left in place'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'job-ends-in-our-bake-time': {
    what: 'GitLab is about to end the job while a release that serves has its bake time',
    env: { RUNNER_SCRIPT_TIMEOUT: '10m', ECS_CD_BAKE_TIME: '20m' },
    expected: {
      verdict: 'needs-attention',
      words: ['its bake time (ECS_CD_BAKE_TIME) is not over', 'web:2 is left in place'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'job-ends-while-baking': {
    what: 'GitLab is about to end the job while ECS bakes a healthy release',
    fixture: { configuration: blueGreen },
    env: { RUNNER_SCRIPT_TIMEOUT: '10m' },
    expected: {
      verdict: 'needs-attention',
      words: ['waiting for the end of the bake time, until about', said.goesOn, '.ecs-follow'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { baking: 'web:2', isRolloutInFlight: true },
  },
  'job-ends-while-working': {
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
  },
  'job-ends-with-rollback-off': {
    what: 'GitLab is about to end the job while ECS works on a deployment that nobody is to undo',
    given: tasks({ kind: 'never-starts' }),
    env: { RUNNER_SCRIPT_TIMEOUT: '10m', ECS_CD_ROLLBACK: 'off' },
    expected: {
      verdict: 'timed-out',
      words: [said.rollbackOff, said.goesOn],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { isRolloutInFlight: true },
  },
};
