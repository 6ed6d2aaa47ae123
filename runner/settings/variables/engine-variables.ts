/** Build arguments that every Dockerfile has without declaring them, and that no image keeps (Docker docs). */
export const proxyNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

/**
 * Where programs, homes and certificates are, and what the engines read. Not DOCKER_AUTH_CONFIG, which newer clients
 * prefer to the file of logins of this run: it is copied into that file.
 */
export const engineVariable = new RegExp(
  `^(?:${[
    'PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\\w+|TZ|TERM|TMPDIR|XDG_\\w+|DBUS_SESSION_BUS_ADDRESS|SSH_AUTH_SOCK',
    'SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS|SOURCE_DATE_EPOCH',
    'DOCKER_(?:API_VERSION|BUILDKIT|CERT_PATH|CONFIG|CONTENT_TRUST\\w*|CONTEXT|CUSTOM_HEADERS|DEFAULT_PLATFORM|HOST|TLS\\w*)',
    '(?!\\w*(?:PASSWORD|TOKEN|SECRET|CREDENTIAL))(?:BUILDX|BUILDKIT|BUILDAH|PODMAN|_?CONTAINERS?)_\\w+|STORAGE_DRIVER|STORAGE_OPTS|REGISTRY_AUTH_FILE',
    'ALL_PROXY|all_proxy',
    ...proxyNames,
  ].join('|')})$`,
);

const harmless =
  /^(?:LANG|LC_\w+|TZ|TERM|SHELL|LOGNAME|NODE_EXTRA_CA_CERTS|SOURCE_DATE_EPOCH|BUILDKIT_(?!HOST$)\w+)$/;

/** Whether a build argument of that name, which an engine finds in its environment, would change the engine itself. */
export function changesEngine(name: string): boolean {
  return (engineVariable.test(name) && !harmless.test(name)) || name.startsWith('LD_');
}
