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

/** Every secret value in an environment, for the redactor. */
export function secretValuesOf(env: Environment): readonly string[] {
  const names = variables.filter(({ secret }) => secret).map(({ name }) => name as string);
  return [...names, ...predefinedSecrets].flatMap((name) => spellingsOf(env[name] ?? ''));
}

/** A text is redacted line by line, and a pasted secret often has a newline at its end. */
function spellingsOf(value: string): readonly string[] {
  return [...new Set([value, ...value.split('\n').map((line) => line.trim())])].filter(Boolean);
}
