import type { Scenario } from '../scenario';

const older = '1'.repeat(40);
const newer = '2'.repeat(40);

export const scenario: Scenario = {
  what: "the job of an older commit runs again, by GitLab's rollback button",
  given: async ({ aws, deploy }) => {
    for (const commit of [older, newer]) {
      aws.world.putImage('team/web', commit, { revision: commit });
      await deploy({ env: { CI_COMMIT_SHA: commit, DOCKER_TAG: commit } });
      await aws.clock.sleep(3_600_000);
    }
  },
  env: { CI_COMMIT_SHA: older, DOCKER_TAG: older },
  expected: {
    verdict: 'succeeded',
    words: [`goes back   to ${older} `, `, from ${newer} `],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:4', healthyCount: 2 },
};
