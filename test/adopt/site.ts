import { type Gitlab, startGitlab } from '../gitlab/gitlab';
import type { StoredVariable } from '../gitlab/project';
import { runEcsCd, type Run, type RunOptions } from '../run';
import { virtualClock } from '../simulator/clock';

/** Secrets that no log, no argument and no address may hold. */
export const secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const keyId = 'AKIAIOSFODNN7EXAMPLE';

/** What `terraform output -json` prints for a service that is ready to be deployed. */
export const goodValues = {
  aws_ecr_repository_url: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web',
  aws_ecr_repository_name: 'web',
  docker_tag: 'latest',
  docker_build_context: 'app',
  aws_ecs_task_definition_family: 'web',
  aws_ecs_service_name: 'web-staging',
  cluster_name: 'shop-staging',
  stage: 'staging',
  aws_default_region: 'eu-central-1',
  aws_access_key_id: keyId,
  aws_secret_access_key: secretKey,
} as const;

const sensitiveOnes: readonly string[] = ['aws_access_key_id', 'aws_secret_access_key'];

type Values = Readonly<Record<string, unknown>>;

/** Those values with others in their place; `undefined` takes one away. */
export function outputsJson(changed: Values = {}, sensitive: readonly string[] = sensitiveOnes): string {
  const values: Values = { ...goodValues, ...changed };
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [
          name,
          {
            sensitive: sensitive.includes(name),
            type: Array.isArray(value) ? ['list', 'string'] : 'string',
            value,
          },
        ]),
    ),
  );
}

export interface AdoptOptions extends Partial<Omit<RunOptions, 'env'>> {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly outputs?: string;
}

/** A GitLab project, and `ecs-cd adopt` for it. */
export interface AdoptFixture {
  readonly gitlab: Gitlab;
  adopt(argv?: readonly string[], options?: AdoptOptions): Promise<Run>;
  /** Values by `NAME (scope)`. */
  values(): Readonly<Record<string, string>>;
  variable(key: string, scope?: string): StoredVariable;
  /** Methods of the requests that change something, in order. */
  writes(): readonly string[];
  close(): Promise<void>;
}

export async function openAdoptFixture(
  options: Parameters<typeof startGitlab>[0] = {},
): Promise<AdoptFixture> {
  const gitlab = await startGitlab(options);
  const usual = {
    ECS_CD_PROJECT: gitlab.project.path,
    ECS_CD_GITLAB_URL: gitlab.url,
    ECS_CD_GITLAB_TOKEN: gitlab.token,
  };
  return {
    gitlab,
    adopt: (argv = [], { env = {}, outputs = outputsJson(), ...rest } = {}) =>
      runEcsCd(['adopt', ...argv], {
        clock: virtualClock(),
        endpoint: 'http://127.0.0.1:1',
        stdin: outputs,
        ...rest,
        env: { ...usual, ...env },
      }),
    values: () =>
      Object.fromEntries(
        gitlab.project.variables.map(({ key, environment_scope, value }) => [
          `${key} (${environment_scope})`,
          value,
        ]),
      ),
    variable: (key, scope = '*') => gitlab.project.find(key, scope),
    writes: () => gitlab.requests.filter(({ method }) => method !== 'GET').map(({ method }) => method),
    close: () => gitlab.close(),
  };
}

/** One for each test of a block; `begin` makes it what the tests start from. */
export function siteForEach(begin: (site: AdoptFixture) => Promise<unknown> = async () => {}): AdoptFixture {
  const site = {} as AdoptFixture;
  beforeEach(async () => begin(Object.assign(site, await openAdoptFixture())));
  afterEach(() => site.close());
  return site;
}

/** Reads like the README: `adopt --environment staging`. */
export const staging = ['--environment', 'staging'];
