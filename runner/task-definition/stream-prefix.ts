import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs';

const option = 'awslogs-stream-prefix';

/** A container whose log streams begin with STAGE, if it logs with awslogs. */
export function withStage(container: ContainerDefinition, stage: string): ContainerDefinition {
  const { logConfiguration } = container;
  if (logConfiguration?.logDriver !== 'awslogs') return container;
  const options = { ...logConfiguration.options, [option]: stage };
  return { ...container, logConfiguration: { ...logConfiguration, options } };
}

/**
 * What STAGE renames, for whoever looks for the logs where they were: `ecs of web, proxy`. Undefined where each prefix is
 * that already.
 */
export function renamedPrefixesOf(
  { containerDefinitions = [] }: TaskDefinition,
  stage: string,
): string | undefined {
  const renamed = new Map<string, string[]>();
  for (const { name = '', logConfiguration } of containerDefinitions) {
    const prefix = logConfiguration?.options?.[option] ?? 'none';
    if (logConfiguration?.logDriver !== 'awslogs' || prefix === stage) continue;
    renamed.set(prefix, [...(renamed.get(prefix) ?? []), name]);
  }
  const texts = [...renamed].map(([prefix, names]) => `${prefix} of ${names.join(', ')}`);
  return texts.length === 0 ? undefined : texts.join('; ');
}
