import { isReference, isRisky, looksSecret } from './checks/secret-checks';
import type { Environment } from './variables/gitlab-job';
import { variables } from './variables/variables';

/** Secrets that GitLab and AWS put into a job without being asked. */
const predefinedSecrets = [
  'CI_JOB_TOKEN',
  'CI_BUILD_TOKEN',
  'CI_JOB_JWT',
  'CI_JOB_JWT_V1',
  'CI_JOB_JWT_V2',
  'CI_REGISTRY_PASSWORD',
  'CI_DEPENDENCY_PROXY_PASSWORD',
  'CI_DEPLOY_PASSWORD',
  'DOCKER_AUTH_CONFIG',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
];

const proxyNames = ['http_proxy', 'https_proxy', 'all_proxy'].flatMap((name) => [name, name.toUpperCase()]);

/** Every secret value in an environment, for the redactor. */
export function secretValuesOf(env: Environment): readonly string[] {
  return [...knownSecretsOf(env), ...riskyVariablesIn(env).flatMap((name) => env[name] ?? [])];
}

const environmentPrefix = 'ECS_CD_ENV_';

/** Which ECS_CD_ENV_* give away what had better be a secret. */
export function riskyVariablesIn(env: Environment): readonly string[] {
  const isSecret = secretIn(env);
  return Object.keys(env).filter(
    (name) =>
      name.startsWith(environmentPrefix) && isSecret(name.slice(environmentPrefix.length), env[name] ?? ''),
  );
}

/** GitLab masks nothing shorter. */
const shortest = 8;

/** A plain address is no secret, whatever it is called: AUTH_URL, TOKEN_ENDPOINT. */
const isNamedSo = (one: { readonly name: string; readonly value: string }) =>
  isRisky(one) && !/^https?:\/\/[\w.-]+(?::\d+)?(?:\/(?:[a-z._-]+|[\w.-]{1,6}))*\/?$/.test(one.value);

/** Whether a value is secret by its name or form, or is one that the job has under another name. */
export function secretIn(env: Environment): (name: string, value: string) => boolean {
  const known = knownSecretsOf(env).filter(({ length }) => length >= shortest);
  const named = Object.entries(env).flatMap(([name, value = '']) =>
    !name.startsWith('ECS_CD_') && value.length >= shortest && isNamedSo({ name, value }) ? value : [],
  );
  return (name, value) =>
    value !== '' &&
    !isReference(value) &&
    (isNamedSo({ name, value }) || named.includes(value) || known.some((secret) => value.includes(secret)));
}

/** What of the job's secrets a longer text, such as a command, gives away; never the secret. */
export function secretHeldBy(env: Environment, text: string): string | undefined {
  const isSecret = secretIn(env);
  const named = Object.entries(env).flatMap(([name, value = '']) =>
    !name.startsWith('ECS_CD_') && isSecret(name, value) ? value.trim() : [],
  );
  const held = [...named, ...secretValuesOf(env)].find(
    (value) => value.length >= shortest && !isReference(value) && text.includes(value),
  );
  if (held === undefined) return looksSecret(text) ? 'a key or a token' : undefined;
  const name = Object.keys(env).find((each) => env[each]?.trim() === held);
  return name === undefined ? 'a secret of this job' : `the value of ${name}`;
}

function knownSecretsOf(env: Environment): readonly string[] {
  const names = variables.flatMap(({ name, prefix, secret }) =>
    secret ? (prefix === undefined ? name : Object.keys(env).filter((each) => each.startsWith(prefix))) : [],
  );
  const passphrases = Object.keys(env).filter((name) => name.startsWith('DOCKER_CONTENT_TRUST_'));
  return [
    ...[...names, ...predefinedSecrets, ...passphrases].map((name) => env[name] ?? ''),
    ...loginsIn(env['DOCKER_AUTH_CONFIG'] ?? ''),
    ...proxyNames.flatMap((name) => proxyLoginIn(env[name] ?? '')),
  ].filter(Boolean);
}

/** The parts of Docker's configuration that an engine could print, each alone; none where it is no such configuration. */
function loginsIn(config: string): readonly string[] {
  try {
    const { auths = {} } = JSON.parse(config) as { auths?: Readonly<Record<string, Record<string, string>>> };
    return Object.values(auths).flatMap(
      ({ auth = '', password = '', identitytoken = '', registrytoken = '' }) => {
        const decoded = Buffer.from(auth, 'base64').toString();
        const ofLogin = decoded.slice(decoded.indexOf(':') + 1);
        return [auth, decoded, ofLogin, password, identitytoken, registrytoken];
      },
    );
  } catch {
    return [];
  }
}

/** The password of a proxy's address, as it is written and as it is meant, and with its user. */
function proxyLoginIn(address: string): readonly string[] {
  const [, login = '', password = ''] = /^(?:\w+:\/\/)?([^:/]*:(.+))@/.exec(address.trim()) ?? [];
  const meant = password.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return [login, password, meant];
}
