import type { ContainerDefinition, Service, TaskDefinition } from '@aws-sdk/client-ecs';
import { isOn } from '../../settings/variables/gitlab-job';
import { arnPartsOf } from '../../names/arn';
import { isReference } from '../../task-definition/visible-value';

/** What of a task definition and its service is worth a look: each thing once. */
export interface Questions {
  readonly roles: readonly RoleQuestion[];
  readonly logGroups: readonly LogGroupQuestion[];
  readonly secrets: readonly SecretQuestion[];
  readonly parameters: readonly ParameterQuestion[];
  /** IDs. */
  readonly subnets: readonly string[];
  /** ARNs. */
  readonly targetGroups: readonly string[];
  /** ARNs of those whose deregistration delay is asked for. */
  readonly drains: readonly string[];
  /** Names of the alarms that may stop a deployment. */
  readonly alarms: readonly string[];
  /** What is in another account or region, or in a form that is not known: not looked at. */
  readonly elsewhere: readonly string[];
}

export interface RoleQuestion {
  readonly kind: 'execution role' | 'task role';
  readonly arn: string;
  readonly name: string;
}

export interface LogGroupQuestion {
  readonly name: string;
  readonly region: string;
  readonly container: string;
  /** Whether a task ends with the container, and so does not start without it. */
  readonly isEssential: boolean;
}

export interface SecretQuestion {
  /** ARN without the JSON key and the version, or a name. */
  readonly id: string;
  /** What a reader may see of it: no literal that somebody pasted in its place. */
  readonly shown: string;
  readonly container: string;
}

export interface ParameterQuestion {
  readonly name: string;
  /** An ARN does not say whether a name of one part begins with a slash. */
  readonly alternative?: string;
  /** As of a secret. */
  readonly shown: string;
  readonly container: string;
}

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

export function questionsOf(definition: Definition, service: Service | undefined, place: Place): Questions {
  const { containerDefinitions = [], networkMode } = definition;
  const references = containerDefinitions.flatMap((container) =>
    referencesOf(container).map((given) => referenceOf(given, container.name ?? '', place)),
  );
  const roles = rolesOf(definition, place);
  const { subnets = [] } = service?.networkConfiguration?.awsvpcConfiguration ?? {};
  const targetGroups = (service?.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
  return {
    roles: roles.near,
    logGroups: onceEach(
      containerDefinitions
        .flatMap((container) => logGroupOf(container, place))
        // The first that writes to a group speaks for it.
        .toSorted((a, b) => Number(b.isEssential) - Number(a.isEssential)),
      ({ region, name }) => `${region} ${name}`,
    ),
    secrets: onceEach(
      references.flatMap((one) => ('secret' in one ? one.secret : [])),
      ({ id }) => id,
    ),
    parameters: onceEach(
      references.flatMap((one) => ('parameter' in one ? one.parameter : [])),
      ({ name }) => name,
    ),
    subnets: networkMode === 'awsvpc' ? [...new Set(subnets)] : [],
    targetGroups: [...new Set(targetGroups)],
    drains: [...new Set(targetGroups)],
    alarms: alarmsOf(service),
    elsewhere: [
      ...new Set([
        ...roles.elsewhere,
        ...references.flatMap((one) => ('elsewhere' in one ? one.elsewhere : [])),
      ]),
    ],
  };
}

function alarmsOf(service: Service | undefined): string[] {
  const { alarms } = service?.deploymentConfiguration ?? {};
  return alarms?.enable ? [...new Set(alarms.alarmNames)] : [];
}

function rolesOf({ executionRoleArn, taskRoleArn }: Definition, { accountId }: Place) {
  const given = [
    { kind: 'execution role' as const, arn: executionRoleArn },
    { kind: 'task role' as const, arn: taskRoleArn },
  ].flatMap(({ kind, arn }) => (arn ? [{ kind, arn, name: arn.slice(arn.lastIndexOf('/') + 1) }] : []));
  // A role can be given by its name alone, and is of this account then (AWS docs).
  const isNear = ({ arn }: RoleQuestion) =>
    !arn.startsWith('arn:') || arnPartsOf(arn)?.accountId === accountId;
  return { near: given.filter(isNear), elsewhere: given.filter((one) => !isNear(one)).map(({ arn }) => arn) };
}

function logGroupOf(
  { name = '', essential: isEssential = true, logConfiguration }: ContainerDefinition,
  place: Place,
): LogGroupQuestion[] {
  const options = logConfiguration?.logDriver === 'awslogs' ? (logConfiguration.options ?? {}) : {};
  const group = options['awslogs-group'];
  const isMadeOnTheWay = isOn.test(options['awslogs-create-group'] ?? '');
  // Behind an endpoint of its own is not the CloudWatch Logs that can be asked here.
  if (!group || isMadeOnTheWay || options['awslogs-endpoint']) return [];
  return [{ name: group, region: options['awslogs-region'] ?? place.region, container: name, isEssential }];
}

interface Given {
  readonly text: string;
  /** What it is called where its text is not for readers. */
  readonly of: string;
}

/** Everything that ECS fetches for a container before it starts it. */
function referencesOf({ secrets, logConfiguration, repositoryCredentials }: ContainerDefinition): Given[] {
  const credentials = repositoryCredentials?.credentialsParameter;
  return [
    ...[...(secrets ?? []), ...(logConfiguration?.secretOptions ?? [])].flatMap(({ name = '', valueFrom }) =>
      valueFrom === undefined ? [] : { text: valueFrom, of: `of secret ${name}` },
    ),
    // A name here is a secret's, and never a parameter's (AWS docs).
    ...(credentials === undefined
      ? []
      : [
          {
            text: credentials.startsWith('arn:') ? credentials : `secret:${credentials}`,
            of: 'of repositoryCredentials.credentialsParameter',
          },
        ]),
  ];
}

type Reference =
  | { readonly secret: SecretQuestion }
  | { readonly parameter: ParameterQuestion }
  | { readonly elsewhere: string };

/** (AWS docs) `valueFrom` is the ARN of a secret, the ARN of a parameter, or the name of a parameter of this region. */
function referenceOf({ text, of }: Given, container: string, place: Place): Reference {
  if (text.startsWith('secret:'))
    return { secret: { id: text.slice('secret:'.length), shown: of, container } };
  if (!text.startsWith('arn:')) return parameterOf({ text, of }, container);
  const id = text.split(':').slice(0, 7).join(':');
  const parts = arnPartsOf(text);
  if (parts?.region !== place.region || parts.accountId !== place.accountId) return { elsewhere: id };
  if (parts.service === 'secretsmanager') {
    return { secret: { id, shown: id.split(':').slice(6).join(':'), container } };
  }
  const [, name] = /^parameter\/(.+)$/.exec(parts.resource) ?? [];
  return parts.service === 'ssm' && name !== undefined
    ? parameterOf({ text: `/${name}`, of }, container)
    : { elsewhere: id };
}

function parameterOf({ text, of }: Given, container: string): Reference {
  // `name:3` and `name:label` name a version of it.
  const [name = ''] = text.split(':');
  // Parameters that AWS keeps are in no list of an account's own; one behind them is a secret.
  if (/^\/aws\//.test(name)) return { elsewhere: name };
  const isOfOnePart = /^\/[^/]+$/.test(name);
  const shown = isReference(name) ? name : of;
  return { parameter: { name, shown, ...(isOfOnePart ? { alternative: name.slice(1) } : {}), container } };
}

function onceEach<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const keys = items.map(keyOf);
  return items.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}
