import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { TaskToRun } from '../../simulator/ecs/tasks/task-runner';

export const containerNameOf = ({ taskDefinition, taskId }: TaskToRun, { name = '' }: ContainerDefinition) =>
  `ecs-${taskDefinition.replace(':', '-')}-${name}-${taskId.slice(0, 12)}`;

/** By the digest that its tag had when the deployment started. (AWS docs: version consistency) */
export function imageOf({ digests }: TaskToRun, { name = '', image = '' }: ContainerDefinition): string {
  const digest = digests.get(name);
  return digest === undefined ? image : `${image.replace(/(:[^:/@]+)?(@.*)?$/, '')}@${digest}`;
}

interface ToStart {
  readonly name: string;
  readonly run: string;
  readonly image: string;
  readonly container: ContainerDefinition;
}

export function runArgsOf({ name, run, image, container }: ToStart): readonly string[] {
  const { environment = [], portMappings = [], memory, workingDirectory, user } = container;
  const [entryPoint, ...entryArgs] = container.entryPoint ?? [];
  const option = (flag: string, value: string | undefined) => (value === undefined ? [] : [flag, value]);
  return [
    ...['run', '--detach', '--name', name, '--label', run],
    // ECS does not look at the image's own. (AWS docs)
    '--no-healthcheck',
    ...environment.flatMap((one) => ['--env', `${one.name ?? ''}=${one.value ?? ''}`]),
    ...portMappings.flatMap(({ containerPort = 0 }) => ['--publish', `127.0.0.1::${containerPort}`]),
    ...option('--memory', memory === undefined ? undefined : `${memory}m`),
    ...option('--workdir', workingDirectory),
    ...option('--user', user),
    ...option('--entrypoint', entryPoint),
    image,
    ...entryArgs,
    ...(container.command ?? []),
  ];
}
