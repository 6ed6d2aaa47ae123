import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { inc } from 'semver';
import { readProject, type ProjectTexts, versionedFiles } from '../../../.ci/release/project-files';
import { releaseStateOf } from '../../../.ci/release/release-state';

/** The project's own files with something unreleased, and a version in the making. */
export async function projectInTheMaking(): Promise<{ texts: ProjectTexts; version: string }> {
  const texts = await readProject(path.resolve(__dirname, '../../..'));
  const changelog = texts.changelog.replace(
    /^## \[Unreleased\]\n/m,
    '$&\n### Fixed\n\n- Something that was wrong.\n',
  );
  const { released, packageVersion } = releaseStateOf(texts);
  const version = released === packageVersion ? (inc(packageVersion, 'minor') ?? '') : packageVersion;
  return { texts: raised({ ...texts, changelog }, version), version };
}

/** As `npm version` does it. */
export function raised(texts: ProjectTexts, version: string): ProjectTexts {
  const [packageJson, packageLock] = [texts.packageJson, texts.packageLock].map((text) => {
    const content = JSON.parse(text) as { packages?: Record<string, object> };
    const packages = content.packages && {
      packages: { ...content.packages, '': { ...content.packages[''], version } },
    };
    return `${JSON.stringify({ ...content, version, ...packages }, null, 2)}\n`;
  });
  return { ...texts, packageJson: packageJson!, packageLock: packageLock! };
}

/** A clone of a remote repository, both on this machine and both only as large as a release needs them. */
export interface ProjectCopy {
  readonly folder: string;
  /** `file:` URL without `.git`, as `$CI_PROJECT_URL` has none. */
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  git(...args: readonly string[]): Promise<string>;
  write(name: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

export async function createProjectCopy(texts: ProjectTexts): Promise<ProjectCopy> {
  const above = await mkdtemp(path.join(tmpdir(), 'ecs-cd-release-'));
  const folder = path.join(above, 'tree');
  const remote = path.join(above, 'remote');
  const env = {
    PATH: process.env.PATH ?? '',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
  };
  const gitAt = async (cwd: string, args: readonly string[]) =>
    (await promisify(execFile)('git', args, { cwd, env })).stdout.trim();
  const write = async (name: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  };
  await mkdir(folder);
  await gitAt(above, ['init', '--quiet', '--bare', '--initial-branch=main', `${remote}.git`]);
  await gitAt(folder, ['init', '--quiet', '--initial-branch=main']);
  await gitAt(folder, ['remote', 'add', 'origin', `file://${remote}.git`]);
  for (const [name, file] of Object.entries(versionedFiles)) {
    await write(file, texts[name as keyof ProjectTexts]);
  }
  await write('.gitignore', 'dist/\n');
  await write('.gitlab-ci.yml', `image: node:24@sha256:${'a'.repeat(64)}\n`);
  await gitAt(folder, ['add', '--all']);
  await gitAt(folder, ['commit', '--quiet', '--message=Begin']);
  await gitAt(folder, ['push', '--quiet', 'origin', 'main']);
  return {
    folder,
    url: `file://${remote}`,
    env,
    git: (...args) => gitAt(folder, args),
    write,
    remove: () => rm(above, { recursive: true, force: true }),
  };
}
