import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'DOCKER_TAG names the image of another commit than the one that GitLab shows for the environment',
  env: { CI_COMMIT_SHA: '1'.repeat(40) },
  expected: {
    verdict: 'succeeded',
    words: [
      `is the image of commit commit-v2, and this job is of commit ${'1'.repeat(40)}`,
      `its image is of commit commit-v2, not of ${'1'.repeat(40)}`,
    ],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
