import { isLoopback } from '../names/loopback';

type Environment = Readonly<Record<string, string | undefined>>;

/** Build arguments that every Dockerfile has without declaring them, and that no image keeps (Docker docs). */
const proxyNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

/**
 * Where programs, homes and certificates are, and what the engines read. Not DOCKER_AUTH_CONFIG, which newer clients
 * prefer to the file of logins of this run: it is copied into that file.
 */
const needed = new RegExp(
  `^(?:${[
    'PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\\w+|TZ|TERM|TMPDIR|XDG_\\w+|DBUS_SESSION_BUS_ADDRESS|SSH_AUTH_SOCK',
    'SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS|SOURCE_DATE_EPOCH',
    'DOCKER_(?:API_VERSION|BUILDKIT|CERT_PATH|CONFIG|CONTENT_TRUST\\w*|CONTEXT|CUSTOM_HEADERS|DEFAULT_PLATFORM|HOST|TLS\\w*)',
    '(?!\\w*(?:PASSWORD|TOKEN|SECRET|CREDENTIAL))(?:BUILDX|BUILDKIT|BUILDAH|PODMAN|_?CONTAINERS?)_\\w+|STORAGE_DRIVER|STORAGE_OPTS|REGISTRY_AUTH_FILE',
    'ALL_PROXY|all_proxy',
    ...proxyNames,
  ].join('|')})$`,
);

/**
 * What an engine gets to know of the job: nothing that it does not need, so no keys of AWS, no token of the job and no
 * variable of the project. Whatever an engine starts, such as a credential helper, sees no more.
 */
export function engineEnvironmentOf(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => needed.test(name)));
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
