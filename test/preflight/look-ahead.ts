import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PreflightFinding } from '../../runner/preflight/evidence/finding';
import type { Run } from '../run';
import { openServiceFixture, type ServiceFixture, type FixtureOptions } from '../service-fixture';

export interface PlanFile {
  readonly verdict: string;
  readonly image: { readonly reference: string; readonly digest: string | null; readonly isBuilt: boolean };
  readonly from: string | null;
  readonly to: object;
  readonly rollbackTo: string | null;
  readonly differences: readonly {
    readonly path: readonly string[];
    readonly kind: string;
    readonly before?: string;
    readonly after?: string;
    readonly isHidden?: boolean;
    readonly cause: Readonly<Record<string, unknown>>;
  }[];
  readonly findings: readonly PreflightFinding[];
}

export interface Planned extends Run {
  /** Undefined where none was written. */
  readonly file: PlanFile | undefined;
  readonly text: string;
  readonly changes: readonly string[];
  readonly calls: readonly string[];
}

export interface Setting {
  readonly fixture?: FixtureOptions;
  readonly given?: (fixture: ServiceFixture) => void | Promise<void>;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const held = new Map<string, Promise<Planned>>();

/** A plan for a shop in which this is so; one for all who ask for the same shop as it was opened. */
export function planned(setting: Setting): Promise<Planned> {
  if (setting.given) return plan(setting);
  const key = JSON.stringify(setting, (_, value: unknown) => value ?? null);
  const known = held.get(key) ?? plan(setting);
  held.set(key, known);
  return known;
}

async function plan({ fixture: options, given, env = {} }: Setting): Promise<Planned> {
  const fixture = await openServiceFixture(options);
  try {
    await given?.(fixture);
    return await plannedIn(fixture, env);
  } finally {
    await fixture.close();
  }
}

export async function plannedIn(fixture: ServiceFixture, env: Setting['env'] = {}): Promise<Planned> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-plan-'));
  const file = path.join(folder, 'plan.json');
  const first = fixture.aws.calls.length;
  const changed = fixture.changes().length;
  try {
    const run = await fixture.run(['plan'], {
      env: { CI_PROJECT_DIR: folder, ECS_CD_PLAN_FILE: file, ...env },
    });
    const text = contentOf(file);
    return {
      ...run,
      text,
      file: text === '' ? undefined : (JSON.parse(text) as PlanFile),
      changes: fixture.changes().slice(changed),
      calls: fixture.aws.calls.slice(first).map(({ service, operation }) => `${service}:${operation}`),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const accountId = '123456789012';
const place = `eu-central-1:${accountId}`;
export const secretArn = (name: string) => `arn:aws:secretsmanager:${place}:secret:${name}-AbCdEf`;
export const parameterArn = (name: string) => `arn:aws:ssm:${place}:parameter/${name}`;
export const roleArn = (name: string, account = accountId) => `arn:aws:iam::${account}:role/${name}`;

/** Registers `web:2`, the base of the deployment: what the service runs, and this. */
export function base(
  definition: Partial<RegisterTaskDefinitionRequest> = {},
  container: Partial<ContainerDefinition> = {},
) {
  return (fixture: ServiceFixture): void => {
    fixture.aws.world.registerTaskDefinition({ ...definitionOf(fixture, container), ...definition });
  };
}

/** As the shop's first revision is. */
export function definitionOf({ aws, env }: ServiceFixture, container: Partial<ContainerDefinition> = {}) {
  const options = { 'awslogs-group': '/shop/web', 'awslogs-region': 'eu-central-1' };
  return {
    family: 'web',
    networkMode: 'awsvpc' as const,
    requiresCompatibilities: ['FARGATE' as const],
    cpu: '256',
    memory: '512',
    executionRoleArn: roleArn('web-execution'),
    containerDefinitions: [
      {
        name: 'web',
        image: `${env['REPOSITORY_URL'] ?? ''}@${aws.world.imageDigest('team/web', 'v1') ?? ''}`,
        portMappings: [{ containerPort: 8080 }],
        logConfiguration: {
          logDriver: 'awslogs' as const,
          options: { ...options, 'awslogs-stream-prefix': 'staging' },
        },
        ...container,
      },
    ],
  };
}

/** All of these, one after the other. */
export const all =
  (...givens: readonly ((fixture: ServiceFixture) => void)[]) =>
  (fixture: ServiceFixture): void =>
    givens.forEach((given) => given(fixture));

/** The run may not do that. */
export const denied =
  (operation: string) =>
  ({ aws }: ServiceFixture): void =>
    aws.faults.add({ operation, kind: 'access-denied', times: Infinity });
