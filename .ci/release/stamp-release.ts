import type { Registry } from '../image/registry';
import type { Git } from './git';
import { refuseIf } from './problems';
import type { ProjectFiles } from './project-files';
import { disagreementsOf, releaseStateOf, versionInTheMaking, type ReleaseState } from './release-state';
import { objectionsTo } from './tested-image';
import { withStamp } from './version-change';

interface Effects {
  readonly git: Git;
  readonly files: ProjectFiles;
  readonly registry: Registry;
  /** `YYYY-MM-DD` */
  today(): string;
  say(line: string): void;
}

/**
 * Makes the release commit on top of the commit whose image was tested, and its tag: the template runs that image by
 * its digest from then on. Nothing in the image changes with it. Done before, it only pushes.
 */
export async function stampRelease(branch: string | undefined, effects: Effects): Promise<void> {
  const { git, files, say } = effects;
  const state = releaseStateOf(await files.read());
  refuseIf(
    [...((await git.isClean()) ? [] : ['the working tree is not clean']), ...disagreementsOf(state)],
    'no release can be made of this:',
  );
  const version = versionInTheMaking(state);
  const isReleased = version === undefined ? await isStamped(state, git) : await isOut(version, git);
  if (isReleased) say(`${state.packageVersion} was made of this commit before`);
  else if (version !== undefined) await stamp(version, effects);
  if (branch === undefined || (isReleased && version !== undefined)) return;
  await git.push(branch, state.packageVersion);
  say(`pushed to ${branch}, with its tag: the pipeline of the tag publishes it`);
}

async function stamp(version: string, { git, files, registry, today, say }: Effects): Promise<void> {
  const revision = (await git.commitOf('HEAD')) ?? '';
  const image = await registry.find(revision);
  if (!image)
    throw new Error(`${registry.repository} has no image of ${revision}: its pipeline has to pass first`);
  refuseIf(objectionsTo(image, { version, revision }), `${image.digest} is not the image to release:`);
  const reference = `${registry.repository}:${version}@${image.digest}`;
  const texts = withStamp(await files.read(), { version, image: reference, date: today() });
  refuseIf(disagreementsOf(releaseStateOf(texts)), 'the stamp went wrong:');
  await git.commit(`Release ${version}`, await files.write(texts));
  await git.tag(version);
  say(`committed and tagged ${version}, whose template runs ${reference}`);
}

/** HEAD is the release commit, which may not have been pushed. */
async function isStamped({ packageVersion }: ReleaseState, git: Git): Promise<boolean> {
  if ((await git.commitOf(`refs/tags/${packageVersion}`)) === (await git.commitOf('HEAD'))) return true;
  throw new Error(`${packageVersion} is out: raise the version first (npm run release -- raise X.Y.Z)`);
}

async function isOut(version: string, git: Git): Promise<boolean> {
  const parent = await git.parentOfRemoteTag(version);
  if (parent === undefined) return false;
  if (parent === (await git.commitOf('HEAD'))) return true;
  throw new Error(`${version} was released before, from ${parent}`);
}
