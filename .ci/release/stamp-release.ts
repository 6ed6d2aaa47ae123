import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gitIn, gitWithToken, type Git } from './git';
import { unpinnedImagesIn } from './pinned-images';
import { refuseIf } from './problems';
import type { Place } from './program';
import { readProject, writeProject } from './project-files';
import { disagreementsOf, releaseStateOf, versionInTheMaking } from './release-state';
import { testedDigestOf, withStamp } from './stamp';

interface Stamping extends Place {
  /** Of the runner image: `host/path`, in front of the tag. */
  readonly repository: string;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Where commit and tag are pushed to, if they are. */
  readonly push?: { readonly url: string; readonly token: string; readonly branch: string };
  say(line: string): void;
}

/**
 * Makes the release commit on top of the commit whose image was tested, and its tag: the template runs that image by
 * its digest from then on. Nothing in the image changes with it. Done before, it only pushes: commit and tag, both or
 * neither, and nothing is overwritten.
 */
export async function stampRelease(stamping: Stamping): Promise<void> {
  const { folder, push, say } = stamping;
  const git = gitIn(stamping);
  const gitRemote = push ? gitWithToken(stamping, push.url, push.token) : git;
  const remote = push?.url ?? 'origin';
  const state = releaseStateOf(await readProject(folder));
  const isClean = (await git('status', '--porcelain')) === '';
  const unpinned = unpinnedImagesIn(await readFile(path.join(folder, '.gitlab-ci.yml'), 'utf8'));
  refuseIf(
    [
      ...(isClean ? [] : ['the working tree is not clean']),
      ...disagreementsOf(state),
      ...unpinned.map((image) => `.gitlab-ci.yml runs ${image} without its digest: npm run pin`),
    ],
    'no release can be made of this:',
  );
  const { packageVersion: version } = state;
  const ref = `refs/tags/${version}`;
  const doneBefore = `${version} was made of this commit before`;
  if (versionInTheMaking(state) !== undefined) {
    if ((await gitRemote('ls-remote', remote, ref)) === '') await stamp(version, git, stamping);
    else {
      await gitRemote('fetch', '--quiet', '--no-tags', remote, ref);
      const parent = await git('rev-parse', 'FETCH_HEAD^');
      if (parent === (await git('rev-parse', 'HEAD'))) return say(doneBefore);
      throw new Error(`${version} was released before, from ${parent}`);
    }
  } else if ((await git('tag', '--list', version, '--points-at', 'HEAD')) === version) say(doneBefore);
  else throw new Error(`${version} is out: raise the version first (npm version --no-git-tag-version X.Y.Z)`);
  if (!push) return;
  await gitRemote('push', '--no-verify', '--atomic', remote, `HEAD:refs/heads/${push.branch}`, ref);
  say(`pushed to ${push.branch}, with its tag: the pipeline of the tag publishes it`);
}

async function stamp(version: string, git: Git, { folder, repository, today, say }: Stamping): Promise<void> {
  const tested = `${repository}:${await git('rev-parse', 'HEAD')}`;
  const pushedImages = await readFile(path.join(folder, 'dist/images.json'), 'utf8');
  const image = `${repository}:${version}@${testedDigestOf(pushedImages, tested)}`;
  const texts = withStamp(await readProject(folder), { version, image, date: today });
  refuseIf(disagreementsOf(releaseStateOf(texts)), 'the stamp went wrong:');
  await writeProject(folder, texts);
  await git('commit', '--quiet', '--all', `--message=Release ${version}`);
  await git('tag', '--annotate', `--message=ecs-cd ${version}`, version);
  say(`committed and tagged ${version}, whose template runs ${image}`);
}
