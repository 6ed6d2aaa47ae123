import { isLoopback } from '../names/loopback';
import { engineVariable, proxyNames } from '../settings/variables/engine-variables';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What an engine gets to know of the job: nothing that it does not need, so no keys of AWS, no token of the job and no
 * variable of the project. Whatever an engine starts, such as a credential helper, sees no more.
 */
export function engineEnvironmentOf(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => engineVariable.test(name)));
}

/**
 * The proxies of the job that a build can use, as names of build arguments: their values, which may hold a password, stay
 * in the environment. A proxy on this machine is another one in a container.
 */
export function proxyArgumentNamesOf(env: Environment): readonly string[] {
  const isHere = (value: string) => {
    const address = value.includes('://') ? value : `http://${value}`;
    return URL.canParse(address) && isLoopback(new URL(address).hostname);
  };
  return proxyNames.filter((name) => {
    const value = env[name]?.trim() ?? '';
    return value !== '' && (/^no_proxy$/i.test(name) || !isHere(value));
  });
}
