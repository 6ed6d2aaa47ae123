import { compare, parse } from 'semver';
import { imageReferenceOf } from '../../runner/names/image-reference';
import { changelogOf, type Changelog } from './changelog';
import type { ProjectTexts } from './project-texts';
import { versionsIn } from './readme-versions';
import { templateImageOf } from './template-image';

/** Which version the project's files name. */
export interface ReleaseState extends Changelog {
  readonly packageVersion: string;
  readonly lockVersions: readonly string[];
  readonly templateImage: string;
  readonly readmeVersions: readonly string[];
}

interface PackageJson {
  readonly version: string;
}

interface PackageLock extends PackageJson {
  readonly packages: Readonly<Record<string, Partial<PackageJson>>>;
}

export function releaseStateOf(texts: ProjectTexts): ReleaseState {
  const lock = JSON.parse(texts.packageLock) as PackageLock;
  return {
    ...changelogOf(texts.changelog),
    packageVersion: (JSON.parse(texts.packageJson) as PackageJson).version,
    lockVersions: [lock.version, lock.packages['']?.version ?? ''],
    templateImage: templateImageOf(texts.template),
    readmeVersions: versionsIn(texts.readme),
  };
}

/**
 * The version that is being made, which the next release will be; undefined when package.json names one that is out.
 * package.json goes first, because the image that is tested carries its version and is not built again.
 */
export function versionInTheMaking({ packageVersion, released }: ReleaseState): string | undefined {
  return packageVersion === released?.version ? undefined : packageVersion;
}

/**
 * Where the files disagree. Before the first release everything names the version in the making, and the template's
 * image has no digest, because there is none yet. After a release the template and the README name that version, the
 * template's image has a digest, and package.json alone may be ahead.
 */
export function disagreementsOf(state: ReleaseState): readonly string[] {
  const { packageVersion, lockVersions, released, hasUnreleased, templateImage, readmeVersions } = state;
  const problems: string[] = [];
  const named = released?.version ?? packageVersion;
  if (!isPlainVersion(packageVersion)) problems.push(`package.json: ${packageVersion} is not X.Y.Z`);
  if (lockVersions.some((version) => version !== packageVersion)) {
    problems.push(`package-lock.json names ${lockVersions.join(' and ')}, package.json ${packageVersion}`);
  }
  if (released && !isPlainVersion(released.version)) {
    problems.push(`CHANGELOG.md: ${released.version} is not X.Y.Z`);
  } else if (released && isPlainVersion(packageVersion) && compare(packageVersion, released.version) < 0) {
    problems.push(
      `package.json names ${packageVersion}, but CHANGELOG.md says that ${released.version} is out`,
    );
  }
  if (versionInTheMaking(state) !== undefined && !hasUnreleased) {
    problems.push(`package.json names ${packageVersion}, but CHANGELOG.md has nothing unreleased`);
  }
  const image = imageReferenceOf(templateImage.replace(/^\$CI_REGISTRY\//, 'registry.invalid/'));
  if (image?.tag !== named) problems.push(`the template runs ${templateImage}, not version ${named}`);
  if (released && image?.digest === undefined) {
    problems.push(`the template runs ${templateImage}, without the digest of the image that was released`);
  }
  if (!released && image?.digest !== undefined) {
    problems.push(`the template runs ${templateImage}, but CHANGELOG.md has no release yet`);
  }
  if (readmeVersions.length !== 1 || readmeVersions[0] !== named) {
    problems.push(`README.md names ${readmeVersions.join(' and ') || 'no version'}, not ${named}`);
  }
  return problems;
}

/** As the CI/CD catalog takes it: no `v` in front, and neither pre-release nor build behind. */
export function isPlainVersion(text: string): boolean {
  return /^\d+\.\d+\.\d+$/.test(text) && parse(text) !== null;
}
