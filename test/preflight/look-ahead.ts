import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PreflightFinding } from '../../runner/preflight/finding';
import type { Run } from '../run';
import { openShop, type Shop, type ShopOptions } from '../shop';

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
  readonly shop?: ShopOptions;
  readonly given?: (shop: Shop) => void | Promise<void>;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A plan for a shop in which this is so. */
export async function planned({ shop: options, given, env = {} }: Setting): Promise<Planned> {
  const shop = await openShop(options);
  try {
    await given?.(shop);
    return await plannedIn(shop, env);
  } finally {
    await shop.close();
  }
}

export async function plannedIn(shop: Shop, env: Setting['env'] = {}): Promise<Planned> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-plan-'));
  const file = path.join(folder, 'plan.json');
  const first = shop.aws.calls.length;
  const changed = shop.changes().length;
  try {
    const run = await shop.run(['plan'], { env: { ECS_CD_PLAN_FILE: file, ...env } });
    const text = contentOf(file);
    return {
      ...run,
      text,
      file: text === '' ? undefined : (JSON.parse(text) as PlanFile),
      changes: shop.changes().slice(changed),
      calls: shop.aws.calls.slice(first).map(({ service, operation }) => `${service}:${operation}`),
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
  return (shop: Shop): void => {
    shop.aws.world.registerTaskDefinition({ ...definitionOf(shop, container), ...definition });
  };
}

/** As the shop's first revision is. */
export function definitionOf({ aws, env }: Shop, container: Partial<ContainerDefinition> = {}) {
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
  (...givens: readonly ((shop: Shop) => void)[]) =>
  (shop: Shop): void =>
    givens.forEach((given) => given(shop));

/** The run may not do that. */
export const denied =
  (operation: string) =>
  ({ aws }: Shop): void =>
    aws.faults.add({ operation, kind: 'access-denied', times: Infinity });
