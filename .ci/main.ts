// `npm run release -- COMMAND`: what the jobs of .gitlab-ci.yml do beyond a line, and what starts a release.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import yargs from 'yargs';
import { systemClock } from '../runner/clock';
import { bakeFileOf, unpinned, type BaseImages, type PipelineKind } from './image/bake-file';
import { registryOf } from './image/registry';
import { assetsIn, sha256Of } from './release/assets';
import { gitIn, type Remote } from './release/git';
import { packageRegistryOf } from './release/package-registry';
import { refuseIf } from './release/problems';
import { projectFilesIn } from './release/project-files';
import { publishRelease } from './release/publish-release';
import { raiseVersion } from './release/raise-version';
import { releaseStateOf } from './release/release-state';
import { stampRelease } from './release/stamp-release';

const folder = process.cwd();
const dist = path.join(folder, 'dist');
const files = projectFilesIn(folder);
const assets = assetsIn(dist);
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** These variables, all of them: GitLab sets them in its jobs. */
function given<Name extends string>(...names: readonly Name[]): Readonly<Record<Name, string>> {
  refuseIf(
    names.filter((name) => !process.env[name]).map((name) => `${name} is not set`),
    'this runs in a GitLab job:',
  );
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Name, string>;
}

function projectRegistry() {
  const { CI_REGISTRY_IMAGE, CI_REGISTRY_USER, CI_REGISTRY_PASSWORD } = given(
    'CI_REGISTRY_IMAGE',
    'CI_REGISTRY_USER',
    'CI_REGISTRY_PASSWORD',
  );
  const repository = `${CI_REGISTRY_IMAGE}/runner`;
  return registryOf({ repository, user: CI_REGISTRY_USER, password: CI_REGISTRY_PASSWORD });
}

/** What git starts, such as a hook, does not get to see the token. */
function git(remote: Remote = { name: 'origin' }) {
  const { RELEASE_TOKEN: _, ...env } = process.env;
  return gitIn({ folder, env, remote });
}

async function bake(): Promise<void> {
  const { CI_REGISTRY_IMAGE, CI_COMMIT_SHA, CI_COMMIT_TIMESTAMP, CI_PROJECT_URL, CI_DEFAULT_BRANCH } = given(
    'CI_REGISTRY_IMAGE',
    'CI_COMMIT_SHA',
    'CI_COMMIT_TIMESTAMP',
    'CI_PROJECT_URL',
    'CI_DEFAULT_BRANCH',
  );
  const baseImages = JSON.parse(await readFile('runner/base-images.json', 'utf8')) as BaseImages;
  refuseIf(unpinned(baseImages), 'npm run pin, and commit runner/base-images.json:');
  const isMain = process.env['CI_COMMIT_BRANCH'] === CI_DEFAULT_BRANCH;
  const pipeline: PipelineKind = process.env['CI_COMMIT_TAG'] ? 'tag' : isMain ? 'main' : 'change';
  const file = bakeFileOf({
    repository: CI_REGISTRY_IMAGE,
    revision: CI_COMMIT_SHA,
    version: releaseStateOf(await files.read()).packageVersion,
    created: CI_COMMIT_TIMESTAMP,
    source: CI_PROJECT_URL,
    baseImages,
    bundleChecksum: sha256Of(await readFile(path.join(dist, 'ecs-cd.cjs'))),
    pipeline,
  });
  await assets.leave({ 'docker-bake.json': `${JSON.stringify(file, null, 2)}\n` });
  say(`dist/docker-bake.json, for the pipeline of a ${pipeline}`);
}

async function stamp({ push }: { readonly push: boolean }): Promise<void> {
  const effects = {
    files,
    registry: projectRegistry(),
    say,
    today: () => new Date(systemClock.now()).toISOString().slice(0, 10),
  };
  if (!push) return stampRelease(undefined, { ...effects, git: git() });
  const { CI_DEFAULT_BRANCH, CI_PROJECT_URL, RELEASE_TOKEN } = given(
    'CI_DEFAULT_BRANCH',
    'CI_PROJECT_URL',
    'RELEASE_TOKEN',
  );
  const remote = { name: `${CI_PROJECT_URL}.git`, token: RELEASE_TOKEN };
  return stampRelease(CI_DEFAULT_BRANCH, { ...effects, git: git(remote) });
}

async function publish(): Promise<void> {
  const job = given(
    'CI_COMMIT_TAG',
    'CI_API_V4_URL',
    'CI_DEFAULT_BRANCH',
    'CI_PROJECT_ID',
    'CI_PROJECT_URL',
    'CI_SERVER_URL',
    'CI_JOB_TOKEN',
  );
  const { CI_COMMIT_TAG, CI_API_V4_URL, CI_PROJECT_ID, CI_JOB_TOKEN } = job;
  const url = `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/packages/generic/ecs-cd/${CI_COMMIT_TAG}`;
  await publishRelease(
    CI_COMMIT_TAG,
    {
      projectUrl: job.CI_PROJECT_URL,
      serverUrl: job.CI_SERVER_URL,
      defaultBranch: job.CI_DEFAULT_BRANCH,
    },
    {
      git: git(),
      files,
      registry: projectRegistry(),
      packages: packageRegistryOf({ url, jobToken: CI_JOB_TOKEN }),
      assets,
      say,
    },
  );
}

const parser = yargs(process.argv.slice(2))
  .scriptName('npm run release --')
  .locale('en')
  .version(false)
  .strict()
  .demandCommand(1, 1)
  .command(
    'raise <version>',
    'Commit that this is the version in the making',
    (each) => each.positional('version', { type: 'string', demandOption: true }),
    ({ version }) => raiseVersion(version, { git: git(), files, say }),
  )
  .command('bake', 'Write dist/docker-bake.json, which says what images are built', {}, bake)
  .command(
    'stamp',
    'Commit and tag the release of the version in the making, with the digest of the image tested for this commit',
    { push: { type: 'boolean', default: false, describe: 'Push both to the default branch' } },
    stamp,
  )
  .command('publish', 'Give the tested image the version of this tag, and upload the assets', {}, publish)
  .fail(false)
  .exitProcess(false);

async function main(): Promise<void> {
  await parser.parseAsync();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
