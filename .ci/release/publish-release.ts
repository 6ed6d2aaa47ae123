import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assetsIn, uploadPackage } from './assets';
import { changesOf } from './changelog';
import { gitIn, type Git } from './git';
import { refuseIf } from './problems';
import type { Place } from './program';
import { readProject, versionedFiles, versionedPages } from './project-files';
import { releaseNotesOf } from './release-notes';
import { disagreementsOf, releaseStateOf, type ReleaseState } from './release-state';
import { programFile, runnerRepository, type RunnerRepository } from './runner-repository';

interface Publishing extends Place {
  /** The tag. */
  readonly version: string;
  /** Of the runner image: `host/path`, in front of the tag. */
  readonly repository: string;
  readonly packages: { readonly url: string; readonly jobToken: string };
  readonly projectUrl: string;
  readonly serverUrl: string;
  readonly defaultBranch: string;
  say(line: string): void;
}

const architectures = ['amd64', 'arm64'];

/** What a release commit may change: none of it is in the image that was tested before it. */
const { changelog, template } = versionedFiles;
const pages = versionedPages.map((page) => versionedFiles[page]);
const stampedFiles: readonly string[] = [changelog, template, ...pages];

/**
 * Makes a tag's release what everybody can have: the tested image gets the version as a tag, and the assets go where
 * the release links to. First it is proved that the release went through the default branch, and that the image is this
 * version's. Can be run again.
 */
export async function publishRelease(publishing: Publishing): Promise<void> {
  const { folder, version, packages, say } = publishing;
  const git = gitIn(publishing);
  const repository = runnerRepository(publishing.repository, publishing);
  const dist = path.join(folder, 'dist');
  const texts = await readProject(folder);
  const state = releaseStateOf(texts);
  refuseIf(objectionsOf(state, publishing), `the tag ${version} is not a release:`);
  await refuseStray(publishing.defaultBranch, git);
  const image = state.templateImage;
  const digest = image.slice(image.indexOf('@') + 1);
  const assets = await assetsIn(dist, version);
  const expected = { digest, version, bundle: assets[0].bytes };
  refuseIf(
    [...(await untestedFiles(git)), ...(await differencesOf(expected, git, repository))],
    `${digest} is not the image of ${version}:`,
  );

  const taken = await repository.digestOf(version);
  if (taken !== undefined && taken !== digest) {
    throw new Error(`${repository.name}:${version} is ${taken} already: a version is released once`);
  }
  if (taken === undefined) await repository.tag(digest, version);
  say(`${repository.name}:${version} is ${digest}`);
  for (const asset of assets) say(`${asset.name}: ${await uploadPackage(asset, packages)}`);
  const changes = changesOf(texts.changelog, version);
  const notes = releaseNotesOf({ ...publishing, changes, image, assets });
  await writeFile(path.join(dist, 'release-notes.md'), notes);
  await writeFile(path.join(dist, 'release.env'), `RELEASE_IMAGE=${repository.name}@${digest}\n`);
}

function objectionsOf(state: ReleaseState, { version, repository }: Publishing): readonly string[] {
  const { packageVersion, released, templateImage } = state;
  const isOwn = templateImage.startsWith(`${repository}:`);
  return [
    ...disagreementsOf(state),
    ...(packageVersion === version ? [] : [`package.json names ${packageVersion}`]),
    ...(released === version ? [] : [`CHANGELOG.md has ${released ?? 'no release'} at its top`]),
    ...(isOwn ? [] : [`the template runs ${templateImage}, which is not in ${repository}`]),
  ];
}

/**
 * Whoever may create tags could release a commit that nobody has reviewed. "prepare release" pushes the release commit
 * together with its tag, so it is on the default branch; its parent alone would not do, since the template, which the
 * release commit changes, says what runs in everybody's jobs.
 */
async function refuseStray(branch: string, git: Git): Promise<void> {
  await git('fetch', '--quiet', '--no-tags', 'origin', `refs/heads/${branch}`);
  const [stray] = (await git('rev-list', 'FETCH_HEAD..HEAD')).split('\n');
  if (!stray) return;
  throw new Error(
    `${stray} is not on ${branch}: delete the tag, merge what it has to ${branch}, and run "prepare release" there`,
  );
}

/** The image was built and tested for the commit before, so the release commit may change nothing that goes into it. */
async function untestedFiles(git: Git): Promise<readonly string[]> {
  return (await git('diff', '--name-only', 'HEAD^', 'HEAD'))
    .split('\n')
    .filter((file) => !stampedFiles.includes(file))
    .map((file) => `the release commit changes ${file}, which was not tested like this`);
}

interface Expected {
  readonly digest: string;
  readonly version: string;
  readonly bundle: Uint8Array;
}

/**
 * The bundle of this commit is the one that the image's layers hold, byte by byte and for each architecture: labels alone
 * would not do, because whoever may push an image writes them.
 */
async function differencesOf(
  { digest, version, bundle }: Expected,
  git: Git,
  repository: RunnerRepository,
): Promise<readonly string[]> {
  const revision = await git('rev-parse', 'HEAD^');
  const differences: string[] = [];
  for (const architecture of architectures) {
    const build = await repository.build(digest, architecture);
    const { labels, program } = build;
    for (const [what, is, shouldBe] of [
      ['its architecture', build.architecture, architecture],
      ['its version', labels['org.opencontainers.image.version'], version],
      ['its commit', labels['org.opencontainers.image.revision'], revision],
      [
        `/${programFile}`,
        program && (program.equals(bundle) ? 'the bundle' : 'another program'),
        'the bundle',
      ],
    ] as const)
      if (is !== shouldBe)
        differences.push(`${architecture}: ${what} is ${is ?? 'missing'}, not ${shouldBe}`);
  }
  return differences;
}
