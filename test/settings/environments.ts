import { settingsOfEach } from '../../runner/settings/each-service';
import { adoptSettingsOf } from '../../runner/adopt/adopt-settings';
import type { ProjectFiles } from '../../runner/settings/checks/build-context';
import {
  buildSettingsOf,
  deploySettingsOf,
  followCommandSettingsOf,
  gateSettingsOf,
  planSettingsOf,
  rollbackSettingsOf,
  runTaskSettingsOf,
  statusSettingsOf,
} from '../../runner/settings/command-settings';
import { scanSettingsOf } from '../../runner/settings/scan-settings';
import { iamPolicySettingsOf } from '../../runner/iam/iam-policy-settings';
import type { Command } from '../../runner/settings/variables/variable';
import { EcsCdError, type Problem } from '../../runner/errors';

type Env = Record<string, string | undefined>;
type Flags = Record<string, unknown>;

/** An environment with which every command works. */
export const goodEnv = {
  REPOSITORY_URL: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/app',
  REPOSITORY_NAME: 'app',
  DOCKER_TAG: 'v1',
  DOCKER_BUILD_CONTEXT: 'app',
  TASK_FAMILY: 'app',
  SERVICE_NAME: 'web',
  CLUSTER_NAME: 'main',
  STAGE: 'staging',
  AWS_DEFAULT_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  CI_PROJECT_DIR: '/builds/team/app',
  CI_PROJECT_PATH: 'team/app',
} satisfies Env;

/** The same without credentials, and the ways to give them. */
export const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...noKeys } = goodEnv;
export const keys = { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
export const temporaryKeys = {
  ...keys,
  AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE',
  AWS_SESSION_TOKEN: 'IQoJb3JpZ2luX2VjEA==',
};
export const role = {
  ECS_CD_ROLE_ARN: 'arn:aws:iam::123456789012:role/ci/deploy',
  ECS_CD_ID_TOKEN: 'eyJh.eyJz.c2ln',
};

/** A project that nobody can look into. */
export const goodFiles: ProjectFiles = {
  root: '/builds/team/app',
  at: (name) => ({ absolute: name.startsWith('/') ? name : `/builds/team/app/${name}` }),
  textOf: () => undefined,
  textInside: () => '{}',
  dockerfiles: () => [],
};

export function build(env: Env, flags: Flags = {}, files = goodFiles) {
  return buildSettingsOf({ env, flags, cwd: '/cwd', files });
}

export function deploy(env: Env, flags: Flags = {}) {
  return settingsOfEach({ env, flags, cwd: '/cwd', files: goodFiles }, ['TASK_FAMILY'], deploySettingsOf)[0];
}

export function rollback(env: Env, flags: Flags = {}) {
  return rollbackSettingsOf({ env, flags, cwd: '/cwd' });
}

export function plan(env: Env, flags: Flags = {}) {
  return planSettingsOf({ env, flags, cwd: '/cwd', files: goodFiles });
}

export function iamPolicy(env: Env, flags: Flags = {}) {
  return iamPolicySettingsOf({ env, flags, cwd: '/cwd' });
}

function adopt(env: Env, flags: Flags = {}) {
  return adoptSettingsOf({ env, flags, cwd: '/cwd' });
}

export function follow(env: Env, flags: Flags = {}) {
  return followCommandSettingsOf({ env, flags, cwd: '/cwd' });
}

function gate(env: Env, flags: Flags = {}) {
  return gateSettingsOf({ env, flags, cwd: '/cwd' });
}

export function scan(env: Env, flags: Flags = {}) {
  return scanSettingsOf({ env, flags, cwd: '/cwd' }, () => '[]');
}

function runTask(env: Env, flags: Flags = {}) {
  return runTaskSettingsOf({ env, flags, cwd: '/cwd' });
}

function status(env: Env, flags: Flags = {}) {
  return statusSettingsOf({ env, flags, cwd: '/cwd' });
}

const settingsByCommand = {
  ...{ build, scan, deploy, follow, plan, rollback, adopt, status },
  continue: gate,
  reject: gate,
  'run-task': runTask,
  'iam-policy': iamPolicy,
};

/** What is wrong with an environment in the eyes of a command; nothing when its settings come out. */
export function problemsOf(command: Command, env: Env, flags: Flags = {}): readonly Problem[] {
  return errorOf(() => settingsByCommand[command](env, flags))?.problems ?? [];
}

export function errorOf(run: () => unknown): EcsCdError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof EcsCdError) return error;
    throw error;
  }
}

/** `DOCKER_TAG: "a/b" is not ...; fix: write ...`, as one line. */
export function sentenceOf({ subject, message, fix }: Problem): string {
  return `${subject}: ${message}; fix: ${fix}`;
}
