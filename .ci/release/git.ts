import { outputOf, type Place } from './program';

export type Git = (...args: readonly string[]) => Promise<string>;

export function gitIn({ folder, env }: Place): Git {
  return (...args) => outputOf('git', args, { folder, env: { ...env, GIT_TERMINAL_PROMPT: '0' } });
}

/**
 * git with a project access token for that URL, which no argument and no file ever holds: git's configuration by
 * environment is what other users of the machine cannot read. For what speaks to the remote, and nothing else: a
 * commit, for one, runs hooks.
 */
export function gitWithToken({ folder, env }: Place, url: string, token: string): Git {
  const basic = Buffer.from(`oauth2:${token}`).toString('base64');
  const authorization = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${url}.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
  return gitIn({ folder, env: { ...env, ...authorization } });
}
