import type { ContainerDefinition, Service, TaskDefinition } from '@aws-sdk/client-ecs';
import { isOn } from '../../settings/variables/gitlab-job';
import { arnPartsOf } from '../../names/arn';
import { isReference } from '../../settings/checks/secret-checks';

export type RoleQuestion = Questions['roles'][number];

export type LogGroupQuestion = ReturnType<typeof logGroupOf>[number];

/** Something that ECS fetches for a container before it starts it. */
interface Reference {
  /** `elsewhere`: in another account or region, or in a form that is not known; it is not looked at. */
  readonly kind: 'secret' | 'parameter' | 'elsewhere';
  /** ARN without the JSON key and the version, or a name. */
  readonly id: string;
  /** What a reader may see of it: no literal that somebody pasted in its place. */
  readonly shown: string;
  readonly container: string;
}

export type Questions = ReturnType<typeof questionsOf>;

/** AWS answers on a best effort: a page of parameters may be empty though more follow (AWS docs). */
export const mostParameterPages = 2;

interface Place {
  readonly region: string;
  readonly accountId: string;
}

type Definition = Pick<
  TaskDefinition,
  'containerDefinitions' | 'executionRoleArn' | 'taskRoleArn' | 'networkMode'
>;

/** What of a task definition and its service is worth a look: each thing once. */
export function questionsOf(definition: Definition, service: Service | undefined, place: Place) {
  const { containerDefinitions = [], networkMode } = definition;
  const references = onceEach(
    containerDefinitions.flatMap((container) => referencesOf(container, place)),
    ({ kind, id }) => `${kind} ${id}`,
  );
  const ofKind = (wanted: Reference['kind']) => references.filter(({ kind }) => kind === wanted);
  const { roles, elsewhere } = rolesOf(definition, place);
  const { networkConfiguration, loadBalancers = [], deploymentConfiguration } = service ?? {};
  const { subnets = [] } = networkConfiguration?.awsvpcConfiguration ?? {};
  const targetGroups = [...new Set(loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []))];
  const { alarms } = deploymentConfiguration ?? {};
  return {
    roles,
    logGroups: onceEach(
      containerDefinitions
        .flatMap((container) => logGroupOf(container, place))
        // The first that writes to a group speaks for it.
        .toSorted((a, b) => Number(b.isEssential) - Number(a.isEssential)),
      ({ region, name }) => `${region} ${name}`,
    ),
    secrets: ofKind('secret'),
    parameters: ofKind('parameter'),
    subnets: networkMode === 'awsvpc' ? [...new Set(subnets)] : [],
    targetGroups,
    /** The one whose deregistration delay is asked for: those of one service mostly drain alike. */
    drains: targetGroups.slice(0, 1),
    /** Those that may stop a deployment. */
    alarms: alarms?.enable ? [...new Set(alarms.alarmNames)] : [],
    elsewhere: [...new Set([...elsewhere, ...ofKind('elsewhere').map(({ id }) => id)])],
  };
}

function rolesOf({ executionRoleArn, taskRoleArn }: Definition, { accountId }: Place) {
  const given = [
    { kind: 'execution role', arn: executionRoleArn, member: 'executionRoleArn of the task definition' },
    { kind: 'task role', arn: taskRoleArn, member: 'taskRoleArn of the task definition' },
  ].flatMap(({ arn, ...role }) => {
    const use = { use: 'start a task', trusted: 'ecs-tasks' };
    return arn ? [{ ...role, ...use, arn, name: arn.slice(arn.lastIndexOf('/') + 1) }] : [];
  });
  // A role can be given by its name alone, and is of this account then (AWS docs).
  const isNear = ({ arn }: { readonly arn: string }) =>
    !arn.startsWith('arn:') || arnPartsOf(arn)?.accountId === accountId;
  return {
    roles: given.filter(isNear),
    elsewhere: given.filter((one) => !isNear(one)).map(({ arn }) => arn),
  };
}

/** A task ends with a container that is essential, and so does not start without it. */
function logGroupOf(
  { name: container = '', essential: isEssential = true, logConfiguration }: ContainerDefinition,
  place: Place,
) {
  const options = logConfiguration?.logDriver === 'awslogs' ? (logConfiguration.options ?? {}) : {};
  const group = options['awslogs-group'];
  const isMadeOnTheWay = isOn.test(options['awslogs-create-group'] ?? '');
  // Behind an endpoint of its own is not the CloudWatch Logs that can be asked here.
  if (!group || isMadeOnTheWay || options['awslogs-endpoint']) return [];
  return [{ name: group, region: options['awslogs-region'] ?? place.region, container, isEssential }];
}

function referencesOf(
  { name: container = '', secrets = [], logConfiguration, repositoryCredentials }: ContainerDefinition,
  place: Place,
): Reference[] {
  const given = [...secrets, ...(logConfiguration?.secretOptions ?? [])].flatMap(
    ({ name = '', valueFrom }) =>
      valueFrom === undefined
        ? []
        : { shown: `of secret ${name}`, ...referenceOf(valueFrom, false, place), container },
  );
  const valueFrom = repositoryCredentials?.credentialsParameter;
  if (valueFrom === undefined) return given;
  const shown = 'of repositoryCredentials.credentialsParameter';
  return [...given, { shown, ...referenceOf(valueFrom, true, place), container }];
}

type Referred = Pick<Reference, 'kind' | 'id'> & Partial<Pick<Reference, 'shown'>>;

/**
 * (AWS docs) `valueFrom` is the ARN of a secret, the ARN of a parameter, or the name of a parameter of this region; a
 * name of credentials is a secret's.
 */
function referenceOf(valueFrom: string, isSecret: boolean, { region, accountId }: Place): Referred {
  if (!valueFrom.startsWith('arn:')) {
    return isSecret ? { kind: 'secret', id: valueFrom } : parameterOf(valueFrom);
  }
  const id = valueFrom.split(':').slice(0, 7).join(':');
  const parts = arnPartsOf(valueFrom);
  if (parts?.region !== region || parts.accountId !== accountId) return { kind: 'elsewhere', id };
  if (parts.service === 'secretsmanager') {
    return { kind: 'secret', id, shown: id.split(':').slice(6).join(':') };
  }
  const [, name] = /^parameter\/(.+)$/.exec(parts.resource) ?? [];
  return parts.service === 'ssm' && name !== undefined ? parameterOf(`/${name}`) : { kind: 'elsewhere', id };
}

function parameterOf(text: string): Referred {
  // `name:3` and `name:label` name a version of it.
  const [id = ''] = text.split(':');
  // Parameters that AWS keeps are in no list of an account's own; one behind them is a secret.
  if (/^\/aws\//.test(id)) return { kind: 'elsewhere', id };
  return { kind: 'parameter', id, ...(isReference(id) ? { shown: id } : {}) };
}

/** An ARN does not say whether a name of one part begins with a slash. */
export function parameterNamesOf({ id }: Pick<Reference, 'id'>): string[] {
  return /^\/[^/]+$/.test(id) ? [id, id.slice(1)] : [id];
}

function onceEach<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const keys = items.map(keyOf);
  return items.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

/** So many calls of AWS at most, whatever a task definition has in it. */
const mostCalls = 16;
const mostLogGroups = 3;

/** As many of the questions as are to be asked, and what is left out, by the names that a reader may see. */
export function withinBudget(
  questions: Questions,
  { actions, isPathUnknown }: { readonly actions: number; readonly isPathUnknown: boolean },
  isKnown: (secretId: string) => boolean,
) {
  const { roles, logGroups, secrets, parameters, subnets, targetGroups, drains, alarms } = questions;
  const askedLogGroups = logGroups.slice(0, mostLogGroups);
  // Of the image its platform, the lifecycle policy and the images beside it.
  const callerAndImage = 4 + (isPathUnknown ? 1 : 0);
  const lists = [subnets, targetGroups, drains, alarms].filter(({ length }) => length > 0).length;
  const pages = parameters.length > 0 ? mostParameterPages : 0;
  const room = mostCalls - (callerAndImage + actions + roles.length + lists + pages + askedLogGroups.length);
  // What runs has fetched its secrets: a new one is the one to look at.
  const sorted = secrets.toSorted((a, b) => Number(isKnown(a.id)) - Number(isKnown(b.id)));
  const askedSecrets = sorted.slice(0, Math.max(0, room));
  return {
    asked: { ...questions, logGroups: askedLogGroups, secrets: askedSecrets },
    leftOut: [
      ...sorted.slice(askedSecrets.length).map(({ shown }) => `secret ${shown}`),
      ...logGroups.slice(mostLogGroups).map(({ name }) => `log group ${name}`),
    ],
  };
}
