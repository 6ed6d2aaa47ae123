import type { Tag } from '@aws-sdk/client-ecs';
import { isExpress } from '../../ecs/deployable';
import type { Repository } from '../../names/image-reference';
import { familyRevisionOf } from '../../names/arn';
import { nameOfBase } from '../../release/base-revision';
import { isSameActor } from '../../release/plan';
import type { RevisionChoice } from '../../release/revision-to-run';
import { leftContainersOf } from '../../task-definition/image-containers';
import { originIn } from '../../task-definition/origin-tags';
import { lossOf } from '../../task-definition/task-definition';
import { sizeMistakeIn } from '../../settings/checks/task-size';
import { isOnFargate, type PreflightEvidence } from '../evidence/evidence';
import type { Caller } from '../evidence/surroundings-api';
import { errorOf, warningOf, type Found } from '../evidence/finding';

/** Whether the next revision can be registered without losing something. */
export function registrable({ base, existing, change }: RevisionChoice): Found {
  const loss = existing === undefined ? lossOf(base, change) : undefined;
  return loss && errorOf('TASK_FAMILY', loss.message, loss.fix);
}

/** One commit builds one image: a container that stays on an older one may not fit the others any more. */
export function leftContainers({ base, change }: RevisionChoice, repository: Repository): Found {
  if (base.isAsked) return undefined;
  return leftContainersOf(base.taskDefinition, repository, change).map(({ name, image }) =>
    warningOf(
      'ECS_CD_CONTAINER',
      `container ${name} keeps ${image}: only ${change.containers.join(', ')} gets the new image of this repository`,
      `nothing, if that is intended; else add ${name} to ECS_CD_CONTAINER: ${[...change.containers, name].join(',')}`,
    ),
  );
}

/** A file takes back whatever Terraform or a person has set meanwhile and it does not have. */
export function takenBack({ base, running, differences }: RevisionChoice, caller: Caller | undefined): Found {
  const { registeredBy = 'somebody unknown', taskDefinitionArn = '' } = running?.taskDefinition ?? {};
  const isOurs = caller !== undefined && isSameActor(registeredBy, caller.arn);
  if (!base.file || differences.length === 0 || isOurs) return undefined;
  const { name } = base.file;
  return warningOf(
    'ECS_CD_TASK_DEFINITION_FILE',
    `${name} takes back what ${familyRevisionOf(taskDefinitionArn)} has, which ${registeredBy} registered: ${differences.join(', ')}`,
    `nothing, if that is intended; else put it into ${name}`,
  );
}

/** What Terraform or a person has registered after a job's last release comes with this one. */
export function registeredSince({ base, running, differences }: RevisionChoice): Found {
  const isOfJob = (tags: readonly Tag[] = []) =>
    Object.values(originIn(tags)).some((one) => one !== undefined);
  const { registeredBy, taskDefinitionArn = '' } = base.taskDefinition;
  const isOurs = registeredBy === undefined || registeredBy === running?.taskDefinition.registeredBy;
  if (base.file || base.isAsked || differences.length === 0 || isOurs) return undefined;
  if (!isOfJob(running?.tags) || isOfJob(base.tags)) return undefined;
  return warningOf(
    'TASK_FAMILY',
    `${familyRevisionOf(taskDefinitionArn)} was registered by ${registeredBy} after the last release, and this one takes over what it changes: ${differences.join(', ')}`,
    'nothing, if that is intended; docs/terraform.md of ecs-cd says who owns which field',
  );
}

/** Whoever may describe a task definition can read its environment. */
export function riskyValues({ change }: RevisionChoice): Found {
  return (change.values?.risky ?? []).map((variable) =>
    warningOf(
      variable,
      'looks like a secret, and everybody who may look at the task definition can read it',
      `keep it in Secrets Manager or Parameter Store, and name it with ${variable.replace('_ENV_', '_SECRET_')}`,
    ),
  );
}

/**
 * Whether the task definition fits Fargate. `compatibilities` is AWS's own word on it, given when the revision was
 * registered, and beats this table, which AWS may have extended; the table says what is wrong.
 */
export function fargateSize({ release, service, definition }: PreflightEvidence): Found {
  const { base } = release.choice;
  const { compatibilities = [] } = base.taskDefinition;
  if (isOnFargate(service) !== true || compatibilities.includes('FARGATE')) return undefined;
  const why = reasonOf(definition);
  const subject = 'task size';
  const name = nameOfBase(base);
  const change = why ? 'correct that' : 'set cpu, memory and networkMode awsvpc';
  const fix = `${change}, and add FARGATE to requiresCompatibilities of the task definition`;
  if (compatibilities.length > 0) {
    const reason = why ? `: ${why}` : '';
    return errorOf(subject, `the service runs on Fargate, which ${name} is not made for${reason}`, fix);
  }
  return why ? warningOf(subject, `Fargate may refuse ${name}: ${why}`, fix) : undefined;
}

/** What the job asks for is certain, whatever AWS said of the size that was registered before. */
export function askedSize({ release, service, definition }: PreflightEvidence): Found {
  const { cpu, memory } = release.choice.change.values ?? {};
  const why = (cpu ?? memory) === undefined || !isOnFargate(service) ? undefined : reasonOf(definition);
  if (why === undefined) return undefined;
  return errorOf(
    cpu === undefined ? 'ECS_CD_MEMORY' : 'ECS_CD_CPU',
    `Fargate has no task of this size: ${why}`,
    'set ECS_CD_CPU and ECS_CD_MEMORY to values that go together',
  );
}

function reasonOf({ cpu, memory, networkMode }: PreflightEvidence['definition']): string | undefined {
  if (networkMode !== 'awsvpc') return `its networkMode is ${networkMode ?? 'bridge'}, not awsvpc`;
  if (!cpu || !memory) return 'it has no cpu and memory for the whole task';
  return sizeMistakeIn(cpu, memory);
}

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
          'TASK_FAMILY',
          'the service is in Express Mode, which sends requests to a container Main with one port that has a name',
          'name the container Main, and give it one entry in portMappings, with containerPort and name',
        ),
    isOnFargate
      ? undefined
      : errorOf(
          'TASK_FAMILY',
          'the service is in Express Mode, which runs on Fargate alone',
          'add FARGATE to requiresCompatibilities of the task definition',
        ),
  ];
}
