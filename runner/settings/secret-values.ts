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
  const names = variables.filter(({ secret }) => secret).map(({ name }) => name as string);
  const values = [...names, ...predefinedSecrets].map((name) => env[name] ?? '');
  return [...values, ...proxyNames.flatMap((name) => proxyLoginIn(env[name] ?? ''))].filter(Boolean);
}

/** The password of a proxy's address, as it is written and as it is meant, and with its user. */
function proxyLoginIn(address: string): readonly string[] {
  const [, login = '', password = ''] = /^(?:\w+:\/\/)?([^:/]*:(.+))@/.exec(address.trim()) ?? [];
  const meant = password.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return [login, password, meant];
}
