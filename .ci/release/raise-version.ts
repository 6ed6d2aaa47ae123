import { gt } from 'semver';
import type { Git } from './git';
import { refuseIf } from './problems';
import type { ProjectFiles } from './project-files';
import { disagreementsOf, isPlainVersion, releaseStateOf, type ReleaseState } from './release-state';
import { withVersionInTheMaking } from './version-change';

interface Effects {
  readonly git: Git;
  readonly files: ProjectFiles;
  say(line: string): void;
}

/** Makes that version the one in the making, in a commit: the request for a release. Done before, it does nothing. */
export async function raiseVersion(version: string, { git, files, say }: Effects): Promise<void> {
  const texts = await files.read();
  const state = releaseStateOf(texts);
  refuseIf(
    [...((await git.isClean()) ? [] : ['the working tree is not clean']), ...objectionsOf(version, state)],
    `the version cannot be raised to ${version}:`,
  );
  if (state.packageVersion === version) return say(`${version} is already in the making`);
  const changed = await files.write(withVersionInTheMaking(texts, version));
  await git.commit(`Raise the version to ${version}`, changed);
  say(`committed: ${changed.join(', ')} name ${version} now`);
  say('once it is on the default branch and its pipeline has passed, start the job "prepare release" there');
}

function objectionsOf(version: string, state: ReleaseState): readonly string[] {
  const { released, hasUnreleased } = state;
  if (!isPlainVersion(version)) return [`${version} is not X.Y.Z`];
  return [
    ...(released && !gt(version, released.version) ? [`it is not greater than ${released.version}`] : []),
    ...(hasUnreleased ? [] : ['CHANGELOG.md has nothing unreleased']),
    ...disagreementsOf(state).filter((problem) => !problem.endsWith('has nothing unreleased')),
  ];
}
