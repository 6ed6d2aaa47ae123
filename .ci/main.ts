// `npm run release -- COMMAND`: what the jobs of .gitlab-ci.yml that make a release do beyond a line.
// Not release-it (tried, 21.1.2): it would take over commit, tag and push alone, for 150 packages that need a newer Node.js.
import { parseArgs } from 'node:util';
import { systemClock } from '../runner/clock';
import { refuseIf } from './release/problems';
import { publishRelease } from './release/publish-release';
import { stampRelease } from './release/stamp-release';

const usage = `npm run release -- COMMAND
  stamp [--push]  commit and tag the release of the version in the making, with the digest of the image tested for this
                  commit; and push both to the default branch
  rehearse        play the whole release on this machine
  publish         give the tested image the version of this tag, and upload the assets`;

/** What a program starts, such as git a hook, does not get to see the tokens. */
const { RELEASE_TOKEN: _, CI_JOB_TOKEN: __, CI_REGISTRY_PASSWORD: ___, ...env } = process.env;
const common = {
  folder: process.cwd(),
  env,
  say: (line: string) => void process.stdout.write(`${line}\n`),
};

/** These variables, all of them: GitLab sets them in its jobs. */
function given<Name extends string>(...names: readonly Name[]): Readonly<Record<Name, string>> {
  refuseIf(
    names.filter((name) => !process.env[name]).map((name) => `${name} is not set`),
    'this runs in a GitLab job:',
  );
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Name, string>;
}

function destination() {
  const job = given('CI_DEFAULT_BRANCH', 'CI_PROJECT_URL', 'RELEASE_TOKEN');
  return { url: `${job.CI_PROJECT_URL}.git`, token: job.RELEASE_TOKEN, branch: job.CI_DEFAULT_BRANCH };
}

async function stamp(isPushed: boolean): Promise<void> {
  const repository = `${given('CI_REGISTRY_IMAGE').CI_REGISTRY_IMAGE}/runner`;
  const today = new Date(systemClock.now()).toISOString().slice(0, 10);
  await stampRelease({ ...common, repository, today, ...(isPushed ? { push: destination() } : {}) });
}

async function publish(): Promise<void> {
  const job = given(
    'CI_COMMIT_TAG',
    'CI_API_V4_URL',
    'CI_DEFAULT_BRANCH',
    'CI_PROJECT_ID',
    'CI_PROJECT_URL',
    'CI_REGISTRY_IMAGE',
    'CI_SERVER_URL',
    'CI_JOB_TOKEN',
  );
  const version = job.CI_COMMIT_TAG;
  const url = `${job.CI_API_V4_URL}/projects/${job.CI_PROJECT_ID}/packages/generic/ecs-cd/${version}`;
  await publishRelease({
    ...common,
    version,
    repository: `${job.CI_REGISTRY_IMAGE}/runner`,
    packages: { url, jobToken: job.CI_JOB_TOKEN },
    projectUrl: job.CI_PROJECT_URL,
    serverUrl: job.CI_SERVER_URL,
    defaultBranch: job.CI_DEFAULT_BRANCH,
  });
}

/** It needs what the tests have, and a release job has not. */
function rehearse(): void {
  const { performRelease } =
    require('../test/rehearsal/perform-release') as typeof import('../test/rehearsal/perform-release');
  performRelease();
}

async function main(): Promise<void> {
  const options = { push: { type: 'boolean', default: false } } as const;
  const { positionals, values } = parseArgs({ options, allowPositionals: true });
  const [command = ''] = positionals;
  if (positionals.length !== 1 || (values.push && command !== 'stamp')) throw new Error(usage);
  if (command === 'stamp') return stamp(values.push);
  if (command === 'publish') return publish();
  if (command === 'rehearse') return rehearse();
  throw new Error(usage);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
