import type { RecordedCall } from '../simulator/protocol/aws-endpoint';
import type { RegistryRequest } from '../simulator/registry/distribution';
import { addressAuthorizations, instanceAuthorizations } from './address-authorizations';
import type { Request } from './policy-evaluator';
import {
  onAnything,
  registryAuthorizations,
  repositoryArn,
  type Asked,
  type Input,
} from './registry-authorizations';
import { scheduleAuthorizations } from './schedule-authorizations';

// What IAM is asked for each call, by the Service Authorization Reference (AWS docs), and apart from what the runner
// believes: an operation that is not here is one that nobody has looked up yet.

const account = '123456789012';
const region = 'eu-central-1';

const ecs = (resource: string) => `arn:aws:ecs:${region}:${account}:${resource}`;
const nameOf = (text: unknown) => String(text).replace(/^.*\//, '');
const clusterArn = ({ cluster }: Input) => ecs(`cluster/${nameOf(cluster ?? 'default')}`);
const listed = (value: unknown) => value as readonly string[];

/** `arn:...:service/cluster/name`, from a name or an ARN. */
function serviceArn({ cluster }: Input, service: unknown): string {
  return String(service).startsWith('arn:')
    ? String(service)
    : ecs(`service/${nameOf(cluster ?? 'default')}/${String(service)}`);
}

/** The service that the ARN of its deployment or revision names. */
function serviceOf(arn: string): string {
  const [, cluster = '', service = ''] = arn.split('/');
  return ecs(`service/${cluster}/${service}`);
}

const onService =
  (action: string, service: (input: Input) => unknown): Asked =>
  (input) => [
    {
      action,
      resource: serviceArn(input, service(input)),
      context: { 'ecs:cluster': clusterArn(input) },
    },
  ];

/** With a key for each of these that the request names (AWS docs, condition keys for Amazon ECS). */
const update: Asked = (input) => {
  const { service, taskDefinition, enableExecuteCommand: exec } = input;
  const keys = { 'ecs:task-definition': taskDefinition, 'ecs:enable-execute-command': exec };
  const named = Object.entries(keys).filter(([, value]) => value !== undefined);
  const context = Object.fromEntries(named.map(([key, value]) => [key, String(value)]));
  return onService(
    'ecs:UpdateService',
    () => service,
  )(input).map((request) => ({
    ...request,
    context: { ...request.context, ...context },
  }));
};

const expressUpdate: Asked = ({ serviceArn, taskDefinitionArn: revision }) => {
  const context = { 'ecs:task-definition': String(revision) };
  return [{ action: 'ecs:UpdateExpressGatewayService', resource: String(serviceArn), context }];
};

/** Asked about the service as well. */
const onPartOfService =
  (action: string, arns: (input: Input) => readonly string[]): Asked =>
  (input) =>
    arns(input).flatMap((arn) => [
      { action, resource: serviceOf(arn) },
      { action, resource: arn },
    ]);

const registration: Asked = ({ family, tags = [], taskRoleArn, executionRoleArn }) => {
  const resource = ecs(`task-definition/${String(family)}:*`);
  return [
    { action: 'ecs:RegisterTaskDefinition', resource },
    ...(listed(tags).length > 0
      ? [
          {
            action: 'ecs:TagResource',
            resource,
            context: { 'ecs:CreateAction': 'RegisterTaskDefinition' },
          },
        ]
      : []),
    ...[taskRoleArn, executionRoleArn]
      .filter((role) => role !== undefined && role !== '')
      .map((role) => ({
        action: 'iam:PassRole',
        resource: String(role),
        context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
      })),
  ];
};

const asked: Readonly<Record<string, Asked>> = {
  ...registryAuthorizations,
  'ecs.DescribeServices': (input) =>
    listed(input['services']).flatMap((service) => onService('ecs:DescribeServices', () => service)(input)),
  'ecs.UpdateService': update,
  'ecs.UpdateExpressGatewayService': expressUpdate,
  'ecs.ListServiceDeployments': onService('ecs:ListServiceDeployments', ({ service }) => service),
  'ecs.DescribeServiceDeployments': onPartOfService(
    'ecs:DescribeServiceDeployments',
    ({ serviceDeploymentArns }) => listed(serviceDeploymentArns),
  ),
  'ecs.StopServiceDeployment': onPartOfService('ecs:StopServiceDeployment', ({ serviceDeploymentArn }) => [
    String(serviceDeploymentArn),
  ]),
  'ecs.ContinueServiceDeployment': onPartOfService(
    'ecs:ContinueServiceDeployment',
    ({ serviceDeploymentArn }) => [String(serviceDeploymentArn)],
  ),
  'ecs.DescribeServiceRevisions': onPartOfService('ecs:DescribeServiceRevisions', ({ serviceRevisionArns }) =>
    listed(serviceRevisionArns),
  ),
  'ecs.DescribeTaskDefinition': onAnything('ecs:DescribeTaskDefinition'),
  'ecs.RegisterTaskDefinition': registration,
  'ecs.ListTaskDefinitions': onAnything('ecs:ListTaskDefinitions'),
  'ecs.DeregisterTaskDefinition': onAnything('ecs:DeregisterTaskDefinition'),
  'ecs.ListServices': (input) => [
    { action: 'ecs:ListServices', resource: '*', context: { 'ecs:cluster': clusterArn(input) } },
  ],
  'ecs.ListTasks': (input) => [
    {
      action: 'ecs:ListTasks',
      // Only "*" fits where no container instance is asked for (field report).
      resource: '*',
      context: { 'ecs:cluster': clusterArn(input) },
    },
  ],
  'ecs.RunTask': (input) => [
    {
      action: 'ecs:RunTask',
      resource: String(input['taskDefinition']),
      context: { 'ecs:cluster': clusterArn(input) },
    },
    // Of the roles that the revision names (AWS docs): the request does not say them.
    {
      action: 'iam:PassRole',
      resource: `arn:aws:iam::${account}:role/web-execution`,
      context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    },
  ],
  'ecs.StopTask': (input) => [
    {
      action: 'ecs:StopTask',
      resource: String(input['task']),
      context: { 'ecs:cluster': clusterArn(input) },
    },
  ],
  'ecs.DescribeTasks': (input) =>
    listed(input['tasks']).map((resource) => ({
      action: 'ecs:DescribeTasks',
      resource,
      context: { 'ecs:cluster': clusterArn(input) },
    })),
  'logs.GetLogEvents': ({ logGroupName, logStreamName }) => [
    {
      action: 'logs:GetLogEvents',
      resource: `arn:aws:logs:${region}:${account}:log-group:${String(logGroupName)}:log-stream:${String(logStreamName)}`,
    },
  ],
  'iam.GetRole': ({ RoleName }) => [
    { action: 'iam:GetRole', resource: `arn:aws:iam::${account}:role/${String(RoleName)}` },
  ],
  'iam.SimulatePrincipalPolicy': ({ PolicySourceArn }) => [
    {
      action: 'iam:SimulatePrincipalPolicy',
      resource: String(PolicySourceArn),
      // The name in the policy is that of the user who asks, and a user is asked about by itself alone.
      ...(String(PolicySourceArn).includes(':user/')
        ? { context: { 'aws:username': nameOf(PolicySourceArn) } }
        : {}),
    },
  ],
  'logs.DescribeLogGroups': () => [{ action: 'logs:DescribeLogGroups', resource: '*' }],
  'secretsmanager.DescribeSecret': ({ SecretId }) => [
    { action: 'secretsmanager:DescribeSecret', resource: String(SecretId) },
  ],
  'ssm.DescribeParameters': onAnything('ssm:DescribeParameters'),
  'ec2.DescribeSubnets': onAnything('ec2:DescribeSubnets'),
  ...{ ...scheduleAuthorizations, ...addressAuthorizations, ...instanceAuthorizations },
  'monitoring.DescribeAlarms': onAnything('cloudwatch:DescribeAlarms'),
  // Nobody can be denied it (AWS docs).
  'sts.GetCallerIdentity': () => [],
  'sts.AssumeRole': ({ RoleArn }) => [{ action: 'sts:AssumeRole', resource: String(RoleArn) }],
  // Not signed: the trust policy of the role decides alone.
  'sts.AssumeRoleWithWebIdentity': () => [],
};

/** Each once: a long rollout asks the same thousands of times. */
function distinct(requests: readonly Request[]): readonly Request[] {
  return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
}

/** What IAM is asked about these calls, each thing once; those that were refused before they were read are asked nothing. */
export function requestsOf(calls: readonly RecordedCall[]): readonly Request[] {
  const all = calls.flatMap(({ service, operation, input }) => {
    const ask = asked[`${service}.${operation}`];
    if (!ask) throw new Error(`look up what IAM is asked for ${service}:${operation}, and add it here`);
    return input === undefined ? [] : ask(input as Input);
  });
  return distinct(all);
}

/** The same for what an engine does: the registry has an ECR action for each step of a push and a pull. */
export function registryRequestsOf(requests: readonly RegistryRequest[]): readonly Request[] {
  const all = requests.flatMap(({ action, path }) => {
    const [, repository] = /^\/v2\/(.+)\/(?:blobs|manifests)\//.exec(path) ?? [];
    if (action === undefined || repository === undefined) return [];
    return [{ action: `ecr:${action}`, resource: repositoryArn(repository) }];
  });
  return distinct(all);
}
