import { partitionOf } from '../names/partition';
import type { Place, ServicePlace } from './place';
import type { Condition } from './policy-document';

/** What an action is allowed on. */
export interface Resource {
  /** Names its statement: letters and digits only (AWS docs, Sid). */
  readonly sid: string;
  /** For the README. */
  readonly words: string;
  readonly arns: (place: Place) => readonly string[];
  readonly condition?: (place: Place) => Condition;
}

const arn = (service: string, { region, account }: { region: string; account: string }, resource: string) =>
  `arn:${partitionOf(region)}:${service}:${region}:${account}:${resource}`;

const inService =
  (arns: (service: ServicePlace) => readonly string[]) =>
  ({ service }: Place): readonly string[] =>
    service ? arns(service) : [];

const ecs = (service: ServicePlace, resource: string) => arn('ecs', service, resource);
const serviceArn = (service: ServicePlace) =>
  service.oldArn ?? ecs(service, `service/${service.cluster}/${service.name}`);

// The ARNs and condition keys are those of the Service Authorization Reference (AWS docs). Where it has no resource for
// an action, IAM takes "*" alone.

export const registry: Resource = {
  sid: 'Registry',
  words: '`*`',
  arns: ({ repository }) => (repository ? ['*'] : []),
};

export const repository: Resource = {
  sid: 'Repository',
  words: 'the repository',
  arns: ({ repository: at }) => (at ? [arn('ecr', at, `repository/${at.name}`)] : []),
};

/**
 * Whoever has the job's credentials cannot run another family in the service, or switch ECS Exec on. A request has a key
 * for what it names, and only UpdateService names these. (AWS docs; nobody has reported from an account yet)
 */
export const service: Resource = {
  sid: 'Service',
  words: 'the service',
  arns: inService((at) => [serviceArn(at)]),
  condition: (place) => ({
    ArnEqualsIfExists: { 'ecs:task-definition': family.arns(place) },
    StringEqualsIfExists: { 'ecs:enable-execute-command': 'false' },
  }),
};

export const serviceDeployments: Resource = {
  sid: 'ServiceDeployments',
  words: 'its deployments',
  arns: inService((at) => [ecs(at, `service-deployment/${at.cluster}/${at.name}/*`)]),
};

export const serviceRevisions: Resource = {
  sid: 'ServiceRevisions',
  words: 'its revisions',
  arns: inService((at) => [ecs(at, `service-revision/${at.cluster}/${at.name}/*`)]),
};

/** Of any service of the cluster: the ARN of a task does not name its service. */
export const tasks: Resource = {
  sid: 'Tasks',
  words: 'the tasks of the cluster',
  arns: inService((at) => [ecs(at, `task/${at.cluster}/*`)]),
};

/** ListTasks asks for a container instance, which tasks on Fargate have none of: "*" and the cluster as a condition (AWS docs, example policies). */
export const clusterTasks: Resource = {
  sid: 'ClusterTasks',
  words: '`*`, in the cluster',
  arns: inService(() => ['*']),
  condition: ({ service: at }) => ({
    ArnEquals: { 'ecs:cluster': at ? ecs(at, `cluster/${at.cluster}`) : '' },
  }),
};

/**
 * The number of a revision is not known before it is registered. That RegisterTaskDefinition can be allowed on a family at
 * all is what the Service Authorization Reference says; nobody has reported from an account yet that it is so.
 */
export const family: Resource = {
  sid: 'Family',
  words: 'the family',
  arns: inService((at) => [ecs(at, `task-definition/${at.family}:*`)]),
};

/** Tags that come with a new revision, and no others. */
export const newRevision: Resource = {
  sid: 'NewRevision',
  words: 'the family, while a revision is registered',
  arns: family.arns,
  condition: () => ({ StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } }),
};

export const passedRoles: Resource = {
  sid: 'PassedRoles',
  words: 'the task role and the execution role, for `ecs-tasks.amazonaws.com`',
  arns: inService(({ roleArns }) => roleArns),
  condition: () => ({ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }),
};

export const roles: Resource = {
  sid: 'Roles',
  words: 'the task role and the execution role',
  arns: passedRoles.arns,
};

export const ownPrincipal: Resource = {
  sid: 'OwnPrincipal',
  words: "the job's own user or role",
  arns: inService(({ ownArn }) => [ownArn]),
};

export const logGroupArns: Resource = {
  sid: 'LogGroups',
  words: 'the log groups of the region',
  arns: inService((at) => [arn('logs', at, 'log-group:*')]),
};

/** What is in them is not read. */
export const secrets: Resource = {
  sid: 'Secrets',
  words: 'the secrets that are named, else those of the region',
  arns: inService((at) =>
    at.secrets.map((secret) =>
      secret.startsWith('arn:') ? secret : arn('secretsmanager', at, `secret:${secret}`),
    ),
  ),
};

export const anything: Resource = { sid: 'Anything', words: '`*`', arns: inService(() => ['*']) };

export const logStreams: Resource = {
  sid: 'LogStreams',
  words: 'the streams of the log groups',
  arns: inService((at) =>
    at.logGroups.map(({ name, ...elsewhere }) =>
      arn('logs', { ...at, ...elsewhere }, `log-group:${name}:log-stream:*`),
    ),
  ),
};

/** The repository once more, where its images are signed. */
export const signedRepository: Resource = {
  sid: 'SignedRepository',
  words: 'the repository',
  arns: (place) => (place.signingProfileArn === undefined ? [] : repository.arns(place)),
};

/** ECR signs with the rights of whoever pushes (AWS docs, managed signing). */
export const signingProfile: Resource = {
  sid: 'SigningProfile',
  words: 'ECS_CD_SIGNING_PROFILE_ARN',
  arns: ({ signingProfileArn }) => (signingProfileArn === undefined ? [] : [signingProfileArn]),
};

export const chainedRole: Resource = {
  sid: 'ChainedRole',
  words: 'ECS_CD_CHAINED_ROLE_ARN',
  arns: ({ chainedRoleArn }) => (chainedRoleArn === undefined ? [] : [chainedRoleArn]),
};
