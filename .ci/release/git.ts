import { run } from '../../runner/subprocess';

export interface Git {
  isClean(): Promise<boolean>;
  /** SHA of a revision, such as `HEAD` or `HEAD^`; undefined when there is none. */
  commitOf(revision: string): Promise<string | undefined>;
  /** Paths in which two commits differ. */
  changedFiles(from: string, to: string): Promise<readonly string[]>;
  /** Whether the remote's branch has that commit in its history, which has to be here in full. */
  isOnRemoteBranch(revision: string, branch: string): Promise<boolean>;
  commit(message: string, paths: readonly string[]): Promise<void>;
  tag(name: string): Promise<void>;
  /** The commit before the one that the remote has under that tag; undefined when it has no such tag. */
  parentOfRemoteTag(name: string): Promise<string | undefined>;
  /** HEAD to that branch, and the tag: both or neither, and nothing is overwritten. */
  push(branch: string, tag: string): Promise<void>;
}

export interface Remote {
  /** Name or URL. */
  readonly name: string;
  /** Of a project access token; no argument and no file ever holds it. */
  readonly token?: string;
}

interface Surroundings {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly remote: Remote;
}

export function gitIn({ folder, env, remote }: Surroundings): Git {
  const local = { ...env, GIT_TERMINAL_PROMPT: '0' };
  const tried = (args: readonly string[], surroundings: Surroundings['env'] = local) =>
    run({ command: 'git', args, cwd: folder, env: surroundings });
  async function succeed(args: readonly string[], surroundings?: Surroundings['env']): Promise<string> {
    const { exitCode, stdout, lastLines } = await tried(args, surroundings);
    if (exitCode !== 0) throw new Error(`git ${args[0] ?? ''} failed:\n${lastLines.join('\n')}`);
    return stdout;
  }
  const git = (...args: readonly string[]) => succeed(args);
  /** Only what speaks to the remote gets the token: a commit, for one, runs hooks. */
  const gitRemote = (...args: readonly string[]) => succeed(args, { ...local, ...authorizationOf(remote) });
  const commitOf = async (revision: string) => {
    const { exitCode, stdout } = await tried(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
    return exitCode === 0 ? stdout.trim() : undefined;
  };

  return {
    isClean: async () => (await git('status', '--porcelain')) === '',
    commitOf,
    changedFiles: async (from, to) =>
      (await git('diff', '--name-only', from, to)).split('\n').filter((name) => name !== ''),
    async isOnRemoteBranch(revision, branch) {
      await gitRemote('fetch', '--quiet', '--no-tags', remote.name, `refs/heads/${branch}`);
      const args = ['merge-base', '--is-ancestor', revision, 'FETCH_HEAD'];
      const { exitCode, lastLines } = await tried(args);
      if (exitCode !== 0 && exitCode !== 1)
        throw new Error(`git merge-base failed:\n${lastLines.join('\n')}`);
      return exitCode === 0;
    },
    commit: async (message, paths) => {
      await git('commit', '--quiet', `--message=${message}`, '--', ...paths);
    },
    tag: async (name) => {
      await git('tag', '--annotate', `--message=ecs-cd ${name}`, name);
    },
    async parentOfRemoteTag(name) {
      const ref = `refs/tags/${name}`;
      if ((await gitRemote('ls-remote', remote.name, ref)) === '') return undefined;
      await gitRemote('fetch', '--quiet', '--no-tags', remote.name, ref);
      return commitOf('FETCH_HEAD^');
    },
    push: async (branch, tag) => {
      await gitRemote(
        'push',
        '--no-verify',
        '--atomic',
        remote.name,
        `HEAD:refs/heads/${branch}`,
        `refs/tags/${tag}`,
      );
    },
  };
}

/** In git's configuration by environment, which other users of the machine cannot read. */
function authorizationOf({ name, token }: Remote): Readonly<Record<string, string>> {
  if (token === undefined) return {};
  const basic = Buffer.from(`oauth2:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${name}.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
}
