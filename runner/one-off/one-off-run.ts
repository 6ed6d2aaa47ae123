import type { ContainerDefinition, Service, TaskDefinition } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import type { RunRequest } from '../ecs/tasks-api';

/** A command that runs to its end in a task of its own. */
export interface OneOffRun {
  readonly command: readonly string[];
  readonly container: string;
  /** The revision that it runs in. */
  readonly definition: TaskDefinition;
  /** Whose network and capacity it gets. */
  readonly service: Service;
  /** The same for every try of one job; undefined outside of a pipeline, where no run is that of another. */
  readonly identity: readonly string[] | undefined;
  readonly timeoutSeconds: number;
  /** 0 shows none of its log. */
  readonly logLines: number;
}

/** As a sentence names it. */
export function nameOf({ command, container, definition }: OneOffRun): string {
  return `"${command.join(' ')}" in container ${container} of ${familyRevisionOf(definition.taskDefinitionArn ?? '')}`;
}

/** The container that was asked for, else the only one that it can be. */
export function runContainerOf(
  { containerDefinitions = [], taskDefinitionArn = '' }: TaskDefinition,
  asked: string | undefined,
  candidates: readonly string[] = [],
): string {
  const all = containerDefinitions.map(({ name = '' }) => name);
  const some = candidates.length > 0 ? candidates : all;
  const found = asked === undefined ? (some.length === 1 ? some[0] : undefined) : asked;
  if (found !== undefined && all.includes(found)) return found;
  const message =
    found === undefined
      ? `the command could run in ${some.join(' or ')}`
      : `ECS_CD_RUN_CONTAINER is ${found}, which is not among them`;
  throw new EcsCdError(
    'invalid-usage',
    `${familyRevisionOf(taskDefinitionArn)} has the containers ${all.join(', ')}, and ${message}; nothing was changed`,
    { fix: `set ECS_CD_RUN_CONTAINER to one of: ${all.join(', ')}` },
  );
}

/** As a task of the service would run, with another command. */
export function runRequestOf({ command, container, definition, service }: OneOffRun): RunRequest {
  const { networkConfiguration, launchType, capacityProviderStrategy = [], platformVersion } = service;
  const constraints = service.placementConstraints?.filter(({ type }) => type === 'memberOf') ?? [];
  return {
    taskDefinition: definition.taskDefinitionArn,
    overrides: { containerOverrides: [{ name: container, command: [...command] }] },
    ...{ networkConfiguration, platformVersion },
    // ECS takes one of them only (AWS docs).
    ...(capacityProviderStrategy.length > 0 ? { capacityProviderStrategy } : { launchType }),
    ...(constraints.length > 0 ? { placementConstraints: constraints } : {}),
  };
}

/** ECS ends the task with it. */
export const isEssential = ({ essential }: ContainerDefinition): boolean => essential !== false;
