import type { Engine } from './engine';

/** What Docker's `config.json` and Podman's `auth.json` have in common. */
export interface LoginConfig {
  readonly auths?: Readonly<Record<string, object>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of the user's own Docker settings. */
export function dockerFolderOf({ DOCKER_CONFIG, HOME }: Environment): string | undefined {
  return DOCKER_CONFIG ?? (HOME === undefined ? undefined : `${HOME}/.docker`);
}

/** The files in which the user's own logins may be, the one that counts most first. */
export function loginFilesOf({ name }: Engine, env: Environment): readonly string[] {
  const { REGISTRY_AUTH_FILE, XDG_RUNTIME_DIR, HOME } = env;
  const at = (folder: string | undefined, file: string) =>
    folder === undefined ? [] : [`${folder}/${file}`];
  const dockers = at(dockerFolderOf(env), 'config.json');
  if (name === 'docker') return dockers;
  if (REGISTRY_AUTH_FILE !== undefined) return [REGISTRY_AUTH_FILE];
  const podmans = 'containers/auth.json';
  return [...at(XDG_RUNTIME_DIR, podmans), ...at(HOME, `.config/${podmans}`), ...dockers];
}

/**
 * The engine's configuration for one run: everything that the user's own has, so that private base images can be
 * pulled, but ready for a login to our registry that lands in this file and nowhere else.
 * `own` are the user's, the one that counts most first.
 */
export function configForLogin({ name }: Engine, own: readonly LoginConfig[], registry: string): LoginConfig {
  const isOther = ([key]: [string, unknown]) => hostOf(key) !== registry;
  const merged = <T>(part: (config: LoginConfig) => Readonly<Record<string, T>> | undefined) =>
    Object.fromEntries(
      own.toReversed().flatMap((config) => Object.entries(part(config) ?? {}).filter(isOther)),
    );
  const auths = merged(({ auths }) => auths);
  const credHelpers = merged(({ credHelpers }) => credHelpers);
  if (name === 'podman') return { auths, credHelpers };
  return {
    ...own.at(-1),
    // Without any entry Docker would look for a password store on this machine and leave the password in it (measured).
    auths: { ...auths, [registry]: {} },
    // No helper for this registry: `credsStore` must not get its password (measured).
    credHelpers: { ...credHelpers, [registry]: '' },
  };
}

/** A key is a host, a host with a path (Podman), or a URL (old Docker clients). */
function hostOf(key: string): string | undefined {
  return key.replace(/^https?:\/\//, '').split('/')[0];
}
