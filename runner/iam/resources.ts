import { partitionOf } from '../names/partition';
import type { Place, ServicePlace } from './iam-policy-settings';
import type { Condition } from './policy-document';

/** What an action is allowed on. */
export interface Resource {
  /** Names its statement: letters and digits only (AWS docs, Sid). */
  readonly sid: string;
  /** For the README. */
  readonly words: string;
  readonly arns: (place: Place) => readonly string[];
  readonly condition?: ((place: Place) => Condition) | undefined;
}

const arn = (service: string, { region, account }: { region: string; account: string }, resource: string) =>
  `arn:${partitionOf(region)}:${service}:${region}:${account}:${resource}`;

const ecs = (service: ServicePlace, resource: string) => arn('ecs', service, resource);

/** One of what a service needs: none where there is no service in the place. */
const ofService = (
  sid: string,
  words: string,
  arns: (service: ServicePlace) => readonly string[],
  condition?: (service: ServicePlace, all: readonly ServicePlace[]) => Condition,
): Resource => ({
  sid,
  words,
  arns: (place) => ofAll(servicesIn(place), arns),
  condition: condition && ((place) => (place.service ? condition(place.service, servicesIn(place)) : {})),
});

const servicesIn = ({ service, otherServices = [] }: Place) => (service ? [service, ...otherServices] : []);

/** Several services of a cluster have much in common. */
function ofAll(services: readonly ServicePlace[], arns: (service: ServicePlace) => readonly string[]) {
  return [...new Set(services.flatMap(arns))];
}

// The ARNs and condition keys are those of the Service Authorization Reference (AWS docs). Where it has no resource for
// an action, IAM takes "*" alone.

export const registry: Resource = {
  sid: 'Registry',
  words: '`*`',
  arns: ({ repository: at }) => (at ? ['*'] : []),
};

export const repository: Resource = {
  sid: 'Repository',
  words: 'the repository',
  arns: ({ repository: at }) => (at ? [arn('ecr', at, `repository/${at.name}`)] : []),
};

const revisionsOf = (at: ServicePlace) => [ecs(at, `task-definition/${at.family}:*`)];

// Whoever has the job's credentials cannot run another family in the service, or switch ECS Exec on. A request has a key
// for what it names, and only updates name these. (AWS docs; nobody has reported from an account yet)
const ownFamily = (all: readonly ServicePlace[]): Condition => ({
  ArnEqualsIfExists: { 'ecs:task-definition': ofAll(all, revisionsOf) },
});

export const service = ofService(
  'Service',
  'the service',
  (at) => [at.oldArn ?? ecs(at, `service/${at.cluster}/${at.name}`)],
  (_, all) => ({ ...ownFamily(all), StringEqualsIfExists: { 'ecs:enable-execute-command': 'false' } }),
);

export const expressService = ofService(
  'ExpressService',
  'the service, with `--express on`',
  (at) => (at.isExpress ? [ecs(at, `service/${at.cluster}/${at.name}`)] : []),
  (_, all) => ownFamily(all),
);

export const serviceDeployments = ofService('ServiceDeployments', 'its deployments', (at) => [
  ecs(at, `service-deployment/${at.cluster}/${at.name}/*`),
]);
export const serviceRevisions = ofService('ServiceRevisions', 'its revisions', (at) => [
  ecs(at, `service-revision/${at.cluster}/${at.name}/*`),
]);

const clusterCondition = (at: ServicePlace): Condition => ({
  ArnEquals: { 'ecs:cluster': ecs(at, `cluster/${at.cluster}`) },
});

const ofCluster = (sid: string, words: string, kind: string) =>
  ofService(sid, words, (at) => [ecs(at, `${kind}/${at.cluster}/*`)]);

/** Of any service of the cluster: the ARN of a task does not name its service. */
export const tasks = ofCluster('Tasks', 'the tasks of the cluster', 'task');

/** ListTasks asks for a container instance, which tasks on Fargate have none of: "*" and the cluster as a condition (AWS docs, example policies). */
export const clusterTasks = ofService('ClusterTasks', '`*`, in the cluster', () => ['*'], clusterCondition);

/**
 * The number of a revision is not known before it is registered. That RegisterTaskDefinition can be allowed on a family at
 * all is what the Service Authorization Reference says; nobody has reported from an account yet that it is so.
 */
export const family = ofService('Family', 'the family', revisionsOf);

/** Tags that come with a new revision, and no others. */
export const newRevision = ofService(
  'NewRevision',
  'the family, while a revision is registered',
  revisionsOf,
  () => ({ StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } }),
);

const where =
  (members: readonly ('run' | 'runBefore' | 'runAfter' | 'keepRevisions')[], flags: string) =>
  (resource: Resource): Resource => ({
    ...resource,
    words: `${resource.words}, with ${flags}`,
    arns: (place) => (members.some((name) => place[name] !== undefined) ? resource.arns(place) : []),
  });
const withRun = where(['run', 'runBefore', 'runAfter'], '`--run`, `--run-before` or `--run-after`');
const withKeep = where(['keepRevisions'], '`--keep-revisions`');

export const oldRevisions = withKeep(ofService('OldRevisions', '`*`', () => ['*']));
export const clusterList = withKeep({ ...clusterTasks, sid: 'ClusterList' });
const ofEvery = (sid: string, words: string, kind: string) => withKeep(ofCluster(sid, words, kind));
export const clusterServices = ofEvery('ClusterServices', 'the services of the cluster', 'service');
export const clusterRevisions = ofEvery('ClusterRevisions', 'their revisions', 'service-revision');

const allOf = (sid: string, service: string, kind: string) =>
  withKeep(ofService(sid, `any ${kind}`, (at) => [arn(service, at, `${kind}/*`)]));
export const anyRule = allOf('AnyRule', 'events', 'rule');
export const anySchedule = allOf('AnySchedule', 'scheduler', 'schedule');

export const runFamily = withRun(
  ofService('RunTask', 'the family, in the cluster', revisionsOf, clusterCondition),
);

/** No key of IAM says who started a task (AWS docs). */
export const stoppedTasks = withRun(ofCluster('StopTask', 'the tasks of the cluster', 'task'));

export const passedRoles = ofService(
  'PassedRoles',
  'the task role and the execution role, for `ecs-tasks.amazonaws.com`',
  ({ roleArns }) => roleArns,
  () => ({ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }),
);

/** A plain name may be that of a schedule or of a rule. */
const scheduled = (kind: 'schedule' | 'rule') => (at: ServicePlace) =>
  (at.schedules ?? [])
    .filter(({ kinds }) => kinds.includes(kind))
    .map(({ parent, name }) => {
      const path = kind === 'rule' && parent === 'default' ? name : `${parent}/${name}`;
      return arn(kind === 'rule' ? 'events' : 'scheduler', at, `${kind}/${path}`);
    });

export const schedules = ofService('Schedules', 'ECS_CD_SCHEDULES', scheduled('schedule'));
export const rules = ofService('Rules', 'ECS_CD_SCHEDULES', scheduled('rule'));

/** AWS asks for it anew with every update of a target (AWS docs). */
export const scheduleRoles = ofService(
  'ScheduleRoles',
  '`--schedule-role-arn`, for EventBridge and its Scheduler',
  ({ scheduleRoleArn }) => (scheduleRoleArn === undefined ? [] : [scheduleRoleArn]),
  () => ({ StringEquals: { 'iam:PassedToService': ['events.amazonaws.com', 'scheduler.amazonaws.com'] } }),
);
export const roles = ofService('Roles', 'the task role and the execution role', ({ roleArns }) => roleArns);
export const ecsRoles = ofService('EcsRoles', '`--ecs-role-arns`', ({ ecsRoleArns = [] }) => ecsRoleArns);
const ofShift = (sid: string, words: string, arnOf: (at: ServicePlace) => string) =>
  ofService(sid, `${words}, with \`--ecs-role-arns\``, (at) => (at.ecsRoleArns ? [arnOf(at)] : []));
export const listeners = ofShift('Listeners', '`*`', () => '*');
export const cluster = ofShift('Cluster', 'the cluster', (at) => ecs(at, `cluster/${at.cluster}`));
export const containerInstances = ofShift('Instances', 'its instances', (at) =>
  ecs(at, `container-instance/${at.cluster}/*`),
);

export const ownPrincipal = ofService('OwnPrincipal', "the job's own user or role", ({ ownArn }) => [ownArn]);
export const secrets = ofService('Secrets', 'the secrets that are named, else those of the region', (at) =>
  at.secrets.map((one) => (one.startsWith('arn:') ? one : arn('secretsmanager', at, `secret:${one}`))),
);
export const anything = ofService('Anything', '`*`', () => ['*']);

export const logStreams = ofService('LogStreams', 'the streams of the log groups', (at) =>
  at.logGroups.map(({ name, region = at.region, account = at.account }) =>
    arn('logs', { region, account }, `log-group:${name}:log-stream:*`),
  ),
);

/** The repository once more, where something more is done with it. */
const repositoryWhere = (sid: string, flag: string, isSo: (place: Place) => boolean): Resource => ({
  sid,
  words: repository.words + flag,
  arns: (place) => (isSo(place) ? repository.arns(place) : []),
});

export const signedRepository = repositoryWhere('SignedRepository', '', (at) =>
  Boolean(at.signingProfileArn),
);
export const liveRepository = repositoryWhere('LiveTag', ', with `--live-tag`', (at) => Boolean(at.liveTag));
const withCreation = ', with `--create-repository on`';
const isCreated = ({ createRepository }: Place) => createRepository === 'on';
export const newRepository = repositoryWhere('NewRepository', withCreation, isCreated);

/** Through ECR alone: whoever may make a grant directly could let anybody use the key. */
export const kmsKey: Resource = {
  sid: 'KmsKey',
  words: `ECS_CD_KMS_KEY_ARN${withCreation}`,
  arns: (place) => (isCreated(place) && place.kmsKeyArn ? [place.kmsKeyArn] : []),
  condition: ({ repository: { region = '' } = {} }) => ({
    StringEquals: { 'kms:ViaService': ['com', 'com.cn'].map((end) => `ecr.${region}.amazonaws.${end}`) },
  }),
};

const given = (sid: string, member: 'signingProfileArn' | 'chainedRoleArn', words: string): Resource => ({
  ...{ sid, words },
  arns: ({ [member]: own }) => (own === undefined ? [] : [own]),
});
/** ECR signs with the rights of whoever pushes (AWS docs, managed signing). */
export const signingProfile = given('SigningProfile', 'signingProfileArn', 'ECS_CD_SIGNING_PROFILE_ARN');
export const chainedRole = given('ChainedRole', 'chainedRoleArn', 'ECS_CD_CHAINED_ROLE_ARN');
