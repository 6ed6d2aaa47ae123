import { commits, openBuildFixture, type BuildFixture } from '../build/build-fixture';
import { play } from '../scenarios/play';
import { scenarioFiles } from '../scenarios/scenario-files';
import { openServiceFixture, type ServiceFixture, type FixtureRun } from '../service-fixture';
import { onceLogged } from '../once-logged';

/** The log of a run that the pages may show: any scenario by its name, and what is none. */
export async function logOf(name: string): Promise<string> {
  const fuzzCase = stories[name];
  if (fuzzCase) return fuzzCase();
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

const build =
  (prepare: (fixture: BuildFixture) => void, env: Readonly<Record<string, string>> = {}) =>
  async () => {
    const fixture = await openBuildFixture();
    try {
      prepare(fixture);
      return (await fixture.build(env)).log;
    } finally {
      await fixture.close();
    }
  };

const [older, newer] = [commits.ours, commits.theirs];

/** The older commit's job runs again, after the newer commit has been deployed. */
const redeployed = (tag: string) =>
  deploy(async ({ aws, deploy: run }) => {
    for (const commit of [older, newer]) {
      aws.world.putImage('team/web', commit, { revision: commit });
      await run({ env: { CI_COMMIT_SHA: commit, DOCKER_TAG: commit } });
      await aws.clock.sleep(86_400_000);
    }
    aws.world.putImage('team/web', 'latest', { revision: newer });
    return { env: { CI_COMMIT_SHA: older, DOCKER_TAG: tag } };
  });

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
  'no credentials': deploy(() => ({ env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' } })),
  'the wrong key': deploy(() => ({ env: { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' } })),
  'the job is cancelled': deploy(() => {
    const interrupter = new AbortController();
    return {
      interruption: interrupter.signal,
      onLog: onceLogged(/running 2\/2/, () => interrupter.abort('SIGTERM')),
    };
  }),
  'the re-deploy button': redeployed(older),
  'the re-deploy button with a tag that moves': redeployed('latest'),
  'the build fails': build(({ onCommand }) =>
    onCommand('build', `echo '#7 ERROR: failed to calculate checksum: "/package.json": not found'; exit 1`),
  ),
  'the push is refused': build(({ onCommand }) =>
    onCommand(
      'push',
      `echo 'denied: User: arn:aws:iam::123456789012:user/cicd is not authorized to perform: ecr:InitiateLayerUpload' >&2; exit 1`,
    ),
  ),
  'the daemon does not answer': build(
    ({ onCommand }) =>
      onCommand('version', `echo 'Cannot connect to the Docker daemon at tcp://docker:2376.' >&2; exit 1`),
    { DOCKER_HOST: 'tcp://docker:2376' },
  ),
};
