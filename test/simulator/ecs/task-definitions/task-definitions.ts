import type {
  DeregisterTaskDefinitionRequest,
  DescribeTaskDefinitionRequest,
  ListTaskDefinitionsRequest,
  RegisterTaskDefinitionRequest,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import { awsError, type CallContext, type Operation } from '../../api';
import { errorTexts } from '../../texts';
import { ecsArn } from '../arns';
import { findTaskDefinition } from '../lookups';
import type { Model, TaskDefinitionRecord } from '../model';
import { pageOf } from '../page';
import { refuseUnsuitable, withDefaults } from './task-definition-rules';

export function taskDefinitionOperations(model: Model): Record<string, Operation> {
  const recordOf = (reference = ''): TaskDefinitionRecord => {
    const record = findTaskDefinition(model, reference);
    if (!record) throw awsError('ClientException', errorTexts.taskDefinitionNotFound);
    return record;
  };
  return {
    RegisterTaskDefinition(input: RegisterTaskDefinitionRequest, { caller }: CallContext) {
      const record = registerTaskDefinition(model, input, caller);
      return {
        taskDefinition: taskDefinitionView(record),
        ...(record.tags.length > 0 ? { tags: record.tags } : {}),
      };
    },

    DescribeTaskDefinition({ taskDefinition, include = [] }: DescribeTaskDefinitionRequest) {
      const record = recordOf(taskDefinition);
      return {
        taskDefinition: taskDefinitionView(record),
        ...(include.includes('TAGS') ? { tags: record.tags } : {}),
      };
    },

    DeregisterTaskDefinition({ taskDefinition = '' }: DeregisterTaskDefinitionRequest) {
      if (!/:\d+$/.test(taskDefinition)) {
        throw awsError('ClientException', errorTexts.noRevision);
      }
      const record = recordOf(taskDefinition);
      deregister(model, record);
      return { taskDefinition: taskDefinitionView(record) };
    },

    ListTaskDefinitions(input: ListTaskDefinitionsRequest) {
      const { familyPrefix, status = 'ACTIVE', sort = 'ASC', maxResults = 100 } = input;
      const records = [...model.families.values()]
        .flat()
        .filter(
          (record) =>
            record.status === status && (familyPrefix === undefined || record.family === familyPrefix),
        );
      const sorted = sort === 'DESC' ? records.toReversed() : records;
      const { page, ...next } = pageOf(sorted, input.nextToken, maxResults);
      return { taskDefinitionArns: page.map(({ arn }) => arn), ...next };
    },
  };
}

export function forgetUnusedRevisions({ families, clusters }: Model): void {
  const inUse = new Set(
    [...clusters.values()].flatMap(({ services, tasks }) => [
      ...[...services.values()].flatMap(({ taskDefinition, deployments }) => [
        taskDefinition,
        ...deployments.map((deployment) => deployment.taskDefinition),
      ]),
      ...[...tasks.values()].map(({ deployment }) => deployment.taskDefinition),
    ]),
  );
  for (const [family, records] of families)
    families.set(
      family,
      records.filter((record) => record.status === 'ACTIVE' || inUse.has(record)),
    );
}

export function deregister(model: Model, record: TaskDefinitionRecord): void {
  record.status = 'INACTIVE';
  record.deregisteredAt ??= model.setting.clock.now();
}

export function registerTaskDefinition(
  model: Model,
  input: RegisterTaskDefinitionRequest,
  registeredBy: string,
): TaskDefinitionRecord {
  refuseUnsuitable(input);
  const { tags = [], ...definition } = input;
  const family = input.family ?? '';
  const revisions = model.families.get(family) ?? [];
  // A number is never used again.
  const revision = (model.lastRevisions.get(family) ?? 0) + 1;
  model.lastRevisions.set(family, revision);
  const record: TaskDefinitionRecord = {
    arn: ecsArn(model.setting, `task-definition/${family}:${revision}`),
    family,
    revision,
    definition: withDefaults(definition),
    tags,
    registeredAt: model.setting.clock.now(),
    registeredBy,
    status: 'ACTIVE',
  };
  model.families.set(family, [...revisions, record]);
  return record;
}

function taskDefinitionView(record: TaskDefinitionRecord): TaskDefinition {
  const { definition } = record;
  const isFargate = definition.requiresCompatibilities?.includes('FARGATE') ?? false;
  return {
    ...definition,
    taskDefinitionArn: record.arn,
    revision: record.revision,
    status: record.status,
    requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' }],
    compatibilities: isFargate ? ['EC2', 'FARGATE'] : ['EC2'],
    registeredAt: new Date(record.registeredAt),
    registeredBy: record.registeredBy,
    ...(record.deregisteredAt === undefined ? {} : { deregisteredAt: new Date(record.deregisteredAt) }),
  };
}
