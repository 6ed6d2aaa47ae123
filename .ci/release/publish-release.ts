import { imageReferenceOf } from '../../runner/names/image-reference';
import type { Registry } from '../image/registry';
import type { RegistryImage } from '../image/registry-image';
import { changesOf } from './changelog';
import type { Asset, Assets } from './assets';
import type { Git } from './git';
import type { PackageRegistry } from './package-registry';
import { refuseIf } from './problems';
import type { ProjectFiles } from './project-files';
import { stampedFiles } from './project-texts';
import { releaseNotesOf } from './release-notes';
import { disagreementsOf, releaseStateOf, type ReleaseState } from './release-state';
import { objectionsTo } from './tested-image';

interface Effects {
  readonly git: Git;
  readonly files: ProjectFiles;
  readonly registry: Registry;
  readonly packages: PackageRegistry;
  readonly assets: Assets;
  say(line: string): void;
}

interface Place {
  readonly projectUrl: string;
  readonly serverUrl: string;
  readonly defaultBranch: string;
}

/**
 * Makes a tag's release what everybody can have: the tested image gets the version as a tag, and the assets go where
 * the release links to. First it is proved that the release went through the default branch, and that the image is this
 * version's. Can be run again.
 */
export async function publishRelease(version: string, place: Place, effects: Effects): Promise<void> {
  const { files, registry, packages, assets, say } = effects;
  const texts = await files.read();
  const state = releaseStateOf(texts);
  refuseIf(objectionsOf(version, state, registry), `the tag ${version} is not a release:`);
  refuseIf(await strayOf(place.defaultBranch, effects), `${version} is not to be published:`);
  const digest = imageReferenceOf(state.templateImage)?.digest ?? '';
  const list = await assets.list(version);
  await proveImage({ version, digest, bundle: list[0] }, effects);

  const there = await registry.find(version);
  if (there && there.digest !== digest) {
    throw new Error(
      `${registry.repository}:${version} is ${there.digest} already: a version is released once`,
    );
  }
  if (!there) await registry.tag(digest, version);
  say(`${registry.repository}:${version} is ${digest}`);
  for (const { name, bytes } of list) say(`${name}: ${await packages.upload(name, bytes)}`);
  const image = state.templateImage;
  await assets.leave({
    'release-notes.md': releaseNotesOf({
      version,
      changes: changesOf(texts.changelog, version),
      image,
      ...place,
      assets: list,
    }),
    'release.env': `RELEASE_IMAGE=${registry.repository}@${digest}\n`,
  });
}

function objectionsOf(version: string, state: ReleaseState, { repository }: Registry): readonly string[] {
  const { packageVersion, released, templateImage } = state;
  return [
    ...disagreementsOf(state),
    ...(packageVersion === version ? [] : [`package.json names ${packageVersion}`]),
    ...(released?.version === version
      ? []
      : [`CHANGELOG.md has ${released?.version ?? 'no release'} at its top`]),
    ...(templateImage.startsWith(`${repository}:`)
      ? []
      : [`the template runs ${templateImage}, which is not in ${repository}`]),
  ];
}

/**
 * Whoever may create tags could release a commit that nobody has reviewed. "prepare release" pushes the release commit
 * together with its tag, so it is on the default branch; its parent alone would not do, since the template, which the
 * release commit changes, says what runs in everybody's jobs.
 */
async function strayOf(defaultBranch: string, { git }: Effects): Promise<readonly string[]> {
  if (await git.isOnRemoteBranch('HEAD', defaultBranch)) return [];
  const commit = (await git.commitOf('HEAD')) ?? 'its commit';
  return [
    `${commit} is not on ${defaultBranch}: delete the tag, merge what it has to ${defaultBranch}, and run "prepare release" there`,
  ];
}

/**
 * The image was built and tested for the commit before, so that commit may differ in nothing that goes into it; and the
 * bundle of this commit is the one that its layers hold, byte by byte and for each platform. A label says so as well, but
 * whoever may push an image writes its labels.
 */
async function proveImage(
  { version, digest, bundle }: { readonly version: string; readonly digest: string; readonly bundle: Asset },
  { git, registry }: Effects,
): Promise<void> {
  const revision = (await git.commitOf('HEAD^')) ?? 'a commit that is not here';
  const changed = await git.changedFiles('HEAD^', 'HEAD');
  const others = changed.filter((file) => !stampedFiles.includes(file));
  const image = await registry.find(digest);
  refuseIf(
    [
      ...others.map((file) => `the release commit changes ${file}, which was not tested like this`),
      ...(image
        ? [
            ...objectionsTo(image, { version, revision, bundleChecksum: bundle.sha256 }),
            ...(await otherProgramsIn(image, bundle.bytes, registry)),
          ]
        : ['the registry does not have it']),
    ],
    `${digest} is not the image of ${version}:`,
  );
}

/** Where runner/Dockerfile puts the bundle. */
const programFile = 'usr/local/bin/ecs-cd';

async function otherProgramsIn(
  { builds }: RegistryImage,
  bundle: Uint8Array,
  registry: Registry,
): Promise<readonly string[]> {
  const objections = builds.map(async ({ platform, layers }) => {
    const program = await registry.file(programFile, layers);
    if (program?.equals(bundle)) return [];
    return [`${platform}: /${programFile} is ${program ? 'another program than the bundle' : 'not in it'}`];
  });
  return (await Promise.all(objections)).flat();
}
