import { commits } from '../build/build-fixture';
import { play } from '../scenarios/play';
import { scenarioFiles } from '../scenarios/scenario-files';
import { openServiceFixture, type FixtureRun, type ServiceFixture } from '../service-fixture';

/** The log of a run that the pages may show: any scenario by its name, and what is none. */
export async function logOf(name: string): Promise<string> {
  const story = stories[name];
  if (story) return story();
  const file = scenarioFiles().find((each) => each.name === name);
  if (!file) throw new Error(`there is no story ${name}`);
  return (await play(file.scenario)).facts.log;
}

/** A shop whose deploy job is asked for something else, after something has happened. */
const deploy = (options: (fixture: ServiceFixture) => FixtureRun | Promise<FixtureRun>) => async () => {
  const fixture = await openServiceFixture();
  try {
    return (await fixture.deploy(await options(fixture))).log;
  } finally {
    await fixture.close();
  }
};

const [older, newer] = [commits.ours, commits.theirs];

const stories: Readonly<Record<string, () => Promise<string>>> = {
  'variables are wrong': deploy(() => ({
    env: {
      ...{ CLUSTER_NAME: '', TASK_FAMILY: 'web:3', ECS_CD_TIMEOUT: '15 minutes' },
      // Only a job of GitLab is told of GitLab's conditions.
      ...{ GITLAB_CI: 'true', NO_COLOR: '1' },
    },
  })),
  'a role without an ID token': deploy(() => ({
    env: { ECS_CD_ROLE_ARN: 'arn:aws:iam::123456789012:role/deployer' },
  })),
  // The older commit's job runs again, after the newer commit has been deployed.
  'the re-deploy button with a tag that moves': deploy(async ({ aws, deploy: run }) => {
    for (const commit of [older, newer]) {
      aws.world.putImage('team/web', commit, { revision: commit });
      await run({ env: { CI_COMMIT_SHA: commit, DOCKER_TAG: commit } });
      await aws.clock.sleep(86_400_000);
    }
    aws.world.putImage('team/web', 'latest', { revision: newer });
    return { env: { CI_COMMIT_SHA: older, DOCKER_TAG: 'latest' } };
  }),
};
