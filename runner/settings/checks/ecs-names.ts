import { type Check, type Checked, listOf, matching, shown, strangersIn } from './check';

/** What CLUSTER_NAME or SERVICE_NAME says. */
export interface EcsName {
  /** As it was set: ECS takes both. */
  readonly nameOrArn: string;
  readonly name: string;
  readonly cluster?: string;
  readonly region?: string;
  readonly account?: string;
}

/** Clusters, services, families and containers are named alike (AWS docs). */
const longestName = 255;
const resourceArn = /^arn:aws[a-z-]*:([a-z0-9-]+):([a-z0-9-]*):(\d{12}|):([a-z-]+)\/(.+)$/;

/** The ARN of a service from before 2021 does not name its cluster (AWS docs). */
const ecsNameOf =
  (kind: 'cluster' | 'service'): Check<EcsName> =>
  (text) => {
    if (!text.startsWith('arn:')) return named(kind, text, { nameOrArn: text, name: text });
    const [, of, region = '', account = '', kindOfArn, path = ''] = resourceArn.exec(text) ?? [];
    const [name = '', cluster, ...rest] = path.split('/').toReversed();
    const isTooDeep = kind === 'cluster' ? cluster !== undefined : rest.length > 0;
    if (of !== 'ecs' || kindOfArn !== kind || isTooDeep) return wrongArn(kind, text);
    const ofCluster = cluster === undefined ? {} : { cluster };
    return named(kind, name, { nameOrArn: text, name, region, account, ...ofCluster });
  };

export const clusterNameOf = ecsNameOf('cluster');
export const serviceNameOf = ecsNameOf('service');

export function familyNameOf(text: string): Checked<string> {
  const [, family, revision] = /^(?:arn:[^/]*:task-definition\/)?([\w-]+)(:\d+)?$/.exec(text) ?? [];
  if (family !== undefined && family !== text) {
    const what = revision === undefined ? 'is the ARN of a task definition' : 'names one revision';
    return { message: `${shown(text)} ${what}`, fix: `write the family alone: ${family}` };
  }
  return named('task definition family', text, text);
}

export const containerNameOf = (text: string): Checked<string> => named('container', text, text);

/** One name, or several with commas between them. */
export function containerNamesOf(text: string): Checked<readonly string[]> {
  const names = listOf(containerNameOf)(text);
  return 'value' in names ? { value: [...new Set(names.value)] } : names;
}

/** `FAMILY:REVISION`. */
export function familyRevisionTextOf(text: string): Checked<string> {
  if (/^[\w-]{1,255}:[1-9]\d{0,9}$/.test(text)) return { value: text };
  const [, revision] = /^arn:[^/]*:task-definition\/([\w-]+:\d+)$/.exec(text) ?? [];
  return {
    message: `${shown(text)} is not a revision`,
    fix: `write ${revision ?? 'it as FAMILY:REVISION, such as app:42'}`,
  };
}

/** As ECS calls a deployment of a service, and the dotenv of a deploy job. */
const oneDeploymentIdOf = matching(
  /^ecs-svc\/\d{1,30}$/,
  'the ID of a deployment',
  'write it as ecs-svc/NUMBER, or leave it out',
);

/** A release of several services hands on one of each, which says nothing about one of them. */
export const deploymentIdOf: Check<string | undefined> = (text) =>
  /^ecs-svc\/\d+(,ecs-svc\/\d+)+$/.test(text) ? { value: undefined } : oneDeploymentIdOf(text);

/** As ECS calls the record of a deployment, and the dotenv of a job that ended as paused. */
export const serviceDeploymentArnOf = matching(
  /^arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:service-deployment\/[\w-]+\/[\w-]+\/[\w-]+$/,
  'the ARN of a service deployment',
  'write it as arn:aws:ecs:REGION:ACCOUNT:service-deployment/CLUSTER/SERVICE/ID, or leave it out',
);

const fixOfPlace = 'write the cluster and the service of the other stage, such as staging/web-staging';
const anyPlaceOf = matching(/^[\w-]{1,255}\/[\w-]{1,255}$/, 'CLUSTER/SERVICE', fixOfPlace);

/**
 * CLUSTER/SERVICE, or a stage: then the place is `own` with that in place of `stage`, which stands in it as a word. GitLab
 * shows a job the variables of its own environment only, so nothing else says where another one runs.
 */
export const placeOf =
  (own: string | undefined, stage: string | undefined): Check<string> =>
  (text) => {
    if (own === undefined) return { value: text };
    const word = new RegExp(`(?<![^/_-])${(stage ?? '').replaceAll(/\W/g, '\\$&')}(?![^/_-])`, 'g');
    const isStage = !text.includes('/');
    if (isStage && !(stage && word.test(own))) {
      const why = stage ? `neither name in ${own} has ${stage} (STAGE) in it` : 'STAGE is not set';
      return { message: `${shown(text)} does not say where it runs: ${why}`, fix: fixOfPlace };
    }
    const place = isStage ? own.replaceAll(word, () => text) : text;
    if (place !== own) return anyPlaceOf(place);
    return isStage
      ? {
          message: `${shown(text)} is the stage of ${own} itself`,
          fix: 'name another one, or CLUSTER/SERVICE',
        }
      : { message: `${shown(text)} is the service itself`, fix: fixOfPlace };
  };

function named<T>(kind: string, name: string, value: T): Checked<T> {
  const fix = `write up to ${longestName} letters, digits, "-" and "_"`;
  if (name.length > longestName)
    return { message: `${shown(name)} is too long for the name of a ${kind}`, fix };
  const strangers = strangersIn(name, /[\w-]/);
  if (!strangers && name !== '') return { value };
  return { message: `${shown(name)} is not the name of a ${kind}: ${strangers} is not allowed`, fix };
}

function wrongArn(kind: 'cluster' | 'service', text: string): Checked<never> {
  const [, service, , , other] = resourceArn.exec(text) ?? [];
  const what = service === 'ecs' && other ? `the ARN of a ${other}` : 'an ARN';
  const path = kind === 'cluster' ? 'cluster/NAME' : 'service/CLUSTER/NAME';
  return {
    message: `${shown(text)} is ${what}, not of an ECS ${kind}`,
    fix: `write the name of the ${kind}, or arn:aws:ecs:REGION:ACCOUNT:${path}`,
  };
}

/** What may be called so: a schedule of EventBridge Scheduler in a group, or a rule of EventBridge on a bus. */
export interface ScheduleName {
  /** As it was set. */
  readonly text: string;
  readonly kinds: readonly ('schedule' | 'rule')[];
  /** The group or the bus; AWS calls the usual ones `default` both. */
  readonly parent: string;
  readonly name: string;
}

const arn =
  /^arn:aws[a-z-]*:(?:scheduler|events):([a-z0-9-]+):\d{12}:(schedule|rule)\/(?:(.+)\/)?([\w.-]{1,64})$/;
const plain = /^(?:([\w.-]{1,256})\/)?([\w.-]{1,64})$/;

const kinds = ['schedule', 'rule'] as const;

/** `name`, `group/name` (`bus/name`), or an ARN, which says of two things of one name which is meant. */
export function scheduleNameOf(region: string | undefined): Check<ScheduleName> {
  return (text) => {
    const [, own = region, kind, group, ofArn = ''] = arn.exec(text) ?? [];
    const [, parent = group ?? 'default', name = ofArn] = plain.exec(text) ?? [];
    if (name === '') {
      const fix = 'write NAME, GROUP/NAME, or the ARN of a schedule or a rule';
      return { message: `${shown(text)} is not the name of a schedule or a rule`, fix };
    }
    if (own !== region)
      return {
        message: `${shown(text)} is in ${own}`,
        fix: `name one of AWS_DEFAULT_REGION (${region ?? ''})`,
      };
    return { value: { text, kinds: kind === undefined ? kinds : [kind as 'rule'], parent, name } };
  };
}
