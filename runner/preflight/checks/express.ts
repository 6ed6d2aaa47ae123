import { isExpress } from '../../ecs/deployable';
import type { PreflightEvidence } from '../evidence/evidence';
import { errorOf, type Found } from '../evidence/finding';

const subject = 'TASK_FAMILY';

/** What a task definition of one's own needs in Express Mode. (AWS docs, UpdateExpressGatewayService) */
export function expressTaskDefinition({ service, definition }: PreflightEvidence): Found {
  if (!isExpress(service)) return undefined;
  const { containerDefinitions = [], requiresCompatibilities = [] } = definition;
  const ports = containerDefinitions.find(({ name }) => name === 'Main')?.portMappings ?? [];
  const isServed = ports.length === 1 && ports[0]?.containerPort !== undefined && ports[0].name !== undefined;
  const isOnFargate = requiresCompatibilities.includes('FARGATE');
  return [
    isServed
      ? undefined
      : errorOf(
          subject,
          'the service is in Express Mode, which sends requests to a container Main with one port that has a name',
          'name the container Main, and give it one entry in portMappings, with containerPort and name',
        ),
    isOnFargate
      ? undefined
      : errorOf(
          subject,
          'the service is in Express Mode, which runs on Fargate alone',
          'add FARGATE to requiresCompatibilities of the task definition',
        ),
  ];
}
