import type { TaskDefinition } from '@aws-sdk/client-ecs';

export interface LogStream {
  readonly region: string;
  readonly group: string;
  readonly name: string;
}

/**
 * Where a container of a task writes to: `prefix/container/task-id` (AWS docs). Why not where that is not CloudWatch
 * Logs, or where the driver has no prefix: the stream is then named after a container id that nobody is told.
 */
export function logStreamOf(
  { containerDefinitions = [] }: TaskDefinition,
  container: string,
  taskId: string,
): LogStream | { readonly why: string } {
  const { logConfiguration } = containerDefinitions.find(({ name }) => name === container) ?? {};
  if (logConfiguration?.logDriver !== 'awslogs') {
    const instead = logConfiguration
      ? `writes it with ${logConfiguration.logDriver}`
      : 'has no logConfiguration';
    return { why: `${container} ${instead}; add the awslogs log driver to see its output here` };
  }
  const {
    'awslogs-group': group,
    'awslogs-region': region,
    'awslogs-stream-prefix': prefix,
  } = logConfiguration.options ?? {};
  if (!group || !region || !prefix) {
    return { why: `awslogs of ${container} needs awslogs-group, awslogs-region and awslogs-stream-prefix` };
  }
  return { region, group, name: `${prefix}/${container}/${taskId}` };
}
