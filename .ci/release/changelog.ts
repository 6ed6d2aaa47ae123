import { parser } from 'keep-a-changelog';

export interface Changelog {
  /** The newest version that has a section of its own. */
  readonly released: string | undefined;
  readonly hasUnreleased: boolean;
}

const unreleasedHeading = /^## \[Unreleased\]\n/m;

/** Read by the library; written here, because the library lays the whole file out anew. */
export function changelogOf(text: string): Changelog {
  const { releases } = parser(text);
  const unreleased = releases.find(({ version }) => version === undefined);
  return {
    released: releases.find(({ version }) => version !== undefined)?.version,
    hasUnreleased: unreleased !== undefined && !unreleased.isEmpty(),
  };
}

/** What was unreleased becomes the section of that version. */
export function withRelease(text: string, version: string, date: string): string {
  if (!unreleasedHeading.test(text)) throw new Error('CHANGELOG.md has no heading "## [Unreleased]"');
  return text.replace(unreleasedHeading, (heading) => `${heading}\n## [${version}] - ${date}\n`);
}

/** The section of a version, without its heading. */
export function changesOf(text: string, version: string): string {
  const release = parser(text).findRelease(version);
  if (!release) throw new Error(`CHANGELOG.md has no section for ${version}`);
  return release.toString().split('\n').slice(1).join('\n').trim();
}
