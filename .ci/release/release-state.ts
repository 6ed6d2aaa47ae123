import { lt, parse } from 'semver';
import { changelogOf, type Changelog } from './changelog';
import { versionedPages, type ProjectTexts } from './project-files';
import { versionsIn } from './page-versions';
import { templateImageOf } from './template-image';

/** Which version the project's files name. */
export interface ReleaseState extends Changelog {
  readonly packageVersion: string;
  readonly lockVersions: readonly string[];
  readonly templateImage: string;
  readonly pageVersions: readonly string[];
}

interface PackageJson {
  readonly version: string;
  readonly packages?: Readonly<Record<string, { readonly version?: string }>>;
}

export function releaseStateOf(texts: ProjectTexts): ReleaseState {
  const { version } = JSON.parse(texts.packageJson) as PackageJson;
  const lock = JSON.parse(texts.packageLock) as PackageJson;
  return {
    ...changelogOf(texts.changelog),
    packageVersion: version,
    lockVersions: [lock.version, lock.packages?.['']?.version ?? ''],
    templateImage: templateImageOf(texts.template),
    pageVersions: versionsIn(versionedPages.map((page) => texts[page]).join('\n')),
  };
}

/**
 * The version that is being made, which the next release will be; undefined when package.json names one that is out.
 * package.json goes first, because the image that is tested carries its version and is not built again.
 */
export function versionInTheMaking({ packageVersion, released }: ReleaseState): string | undefined {
  return packageVersion === released ? undefined : packageVersion;
}

/**
 * Where the files disagree. Before the first release everything names the version in the making, and the template's
 * image has no digest, because there is none yet. After a release the template and the pages name that version, the
 * template's image has a digest, and package.json alone may be ahead.
 */
export function disagreementsOf(state: ReleaseState): readonly string[] {
  const { packageVersion, lockVersions, released, hasUnreleased, templateImage, pageVersions } = state;
  const named = released ?? packageVersion;
  const [, tag, digest] = /:([^:/@]+)(@sha256:[0-9a-f]{64})?$/.exec(templateImage) ?? [];
  const isBehind = [packageVersion, named].every(isPlainVersion) && lt(packageVersion, named);
  const hasNews = versionInTheMaking(state) === undefined || hasUnreleased;
  const problems = {
    [`${packageVersion} is not X.Y.Z`]: !isPlainVersion(packageVersion),
    [`CHANGELOG.md: ${named} is not X.Y.Z`]: released !== undefined && !isPlainVersion(named),
    [`package-lock.json names ${lockVersions.join(' and ')}, not ${packageVersion}`]: lockVersions.some(
      (version) => version !== packageVersion,
    ),
    [`package.json names ${packageVersion}, but CHANGELOG.md says that ${named} is out`]: isBehind,
    [`package.json names ${packageVersion}, but CHANGELOG.md has nothing unreleased`]: !hasNews,
    [`the template runs ${templateImage}, not version ${named}`]: tag !== named,
    [`the template runs ${templateImage}, without the digest of what was released`]: released && !digest,
    [`the template runs ${templateImage}, but CHANGELOG.md has no release yet`]: !released && digest,
    [`README.md and docs/ name ${pageVersions.join(' and ') || 'no version'}, not ${named}`]:
      pageVersions.join() !== named,
  };
  return Object.entries(problems).flatMap(([problem, isThere]) => (isThere ? [problem] : []));
}

/** As the CI/CD catalog takes it: no `v` in front, and neither pre-release nor build behind. */
function isPlainVersion(text: string): boolean {
  return /^\d+\.\d+\.\d+$/.test(text) && parse(text) !== null;
}
