import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** Text by path. */
export type Files = Readonly<Record<string, string>>;

/** A GitLab project on this machine: a git repository whose origin is a GitLab that does not exist. */
export interface Project {
  /** The working tree, clean after each commit. */
  readonly folder: string;
  /** A folder of its own beside the working tree, for what belongs to the project but not in its repository. */
  readonly surroundings: string;
  /** Environment in which git knows nothing of this machine. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes the files, commits them and says the commit's SHA. */
  commit(files: Files): Promise<string>;
  /** Has the working tree as it was at that commit, as a job of it does. */
  checkOut(sha: string): Promise<void>;
  /**
   * Makes `path@tag` of the GitLab instance includable: where gitlab-ci-local keeps what it has fetched. Fetching itself,
   * it is in its own way where a file includes the same twice.
   */
  publish(path: string, tag: string, files: Files): Promise<void>;
  remove(): Promise<void>;
}

const gitlabHost = 'gitlab.example.com';

const git = async (cwd: string, ...args: string[]) => {
  const env = {
    PATH: process.env.PATH,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
  };
  return (await promisify(execFile)('git', args, { cwd, env })).stdout.trim();
};

export async function createProject(files: Files, projectPath = 'acme/shop'): Promise<Project> {
  const surroundings = await mkdtemp(path.join(tmpdir(), 'ecs-cd-project-'));
  const folder = path.join(surroundings, 'tree');
  await createRepository(folder, projectPath);
  const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const project: Project = {
    folder,
    surroundings,
    env,
    async commit(changes) {
      await writeAll(folder, changes);
      await git(folder, 'add', '--all');
      await git(folder, 'commit', '--quiet', '--message=Change the shop');
      const sha = await git(folder, 'rev-parse', 'HEAD');
      // Without a remote HEAD gitlab-ci-local warns about the default branch it has to guess.
      await writeAll(path.join(folder, '.git/refs/remotes/origin'), {
        main: `${sha}\n`,
        HEAD: 'ref: refs/remotes/origin/main\n',
      });
      return sha;
    },
    async checkOut(sha) {
      await git(folder, 'reset', '--quiet', '--hard', sha);
    },
    async publish(publishedPath, tag, publishedFiles) {
      const state = path.join(folder, '.gitlab-ci-local');
      await writeAll(path.join(state, 'includes', gitlabHost, publishedPath, tag), publishedFiles);
      await writeFile(path.join(state, '.gitignore'), '*\n');
    },
    remove: () => rm(surroundings, { recursive: true, force: true }),
  };
  await project.commit(files);
  return project;
}

async function createRepository(folder: string, projectPath: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await git(folder, 'init', '--quiet', '--initial-branch=main', '--template=');
  // Files in place of commands: a hundred projects are made in a test run, and each command is a process.
  await appendFile(
    path.join(folder, '.git/config'),
    `[user]\n\tname = Ada\n\temail = ada@example.com
[remote "origin"]\n\turl = https://${gitlabHost}/${projectPath}.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`,
  );
}

async function writeAll(folder: string, files: Files): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}
