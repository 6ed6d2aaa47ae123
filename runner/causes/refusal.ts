import { awsErrorKindOf } from '../aws/aws-error-kind';
import { causeIn, causes, namedIn, passing, withoutFullStop, type Cause, type Topic } from './cause';

/** An error of an AWS call, or a failure that DescribeServices lists: its reason is the name then (`MISSING`). */
export interface Refusal {
  readonly operation: string;
  readonly name: string;
  readonly message: string;
}

/** The cause of an AWS call's refusal; AWS's general ones (permission, credentials, outage) are not ECS's to explain. */
export function refusalCause({ operation, name, message }: Refusal): Cause | undefined {
  return causeIn([refusals], [`${awsErrorKindOf({ name })} ${operation} ${name}: ${message}`]);
}

const ofRelease = { fault: 'release' } as const;

/** (AWS docs) errors that mean: what you ask for cannot be. Others may be AWS's own. */
const settingErrors = [
  'ClientException',
  'InvalidParameterException',
  'NamespaceNotFoundException',
  'PlatformTaskDefinitionIncompatibilityException',
  'PlatformUnknownException',
  'UnsupportedFeatureException',
];
/** One of these errors of this operation, with such a message. */
const settingErrorOf = (operation: string, what: string) => (id: string, message: string, fix: string) => ({
  [id]: {
    says: new RegExp(`^\\S+ ${operation} (?:${settingErrors.join('|')}): .*?(?:${message})`, 'i'),
    is: (text: string) => `ECS rejected ${what}: ${saidIn(text)}`,
    fix,
  },
});
const ofRevision = settingErrorOf('RegisterTaskDefinition', 'the new revision');
const ofUpdate = settingErrorOf('UpdateService', 'the update of the service');

/** The name of the error says what kind of thing is wrong; its text, which is passed on, says what. */
function saidIn(text: string): string {
  const [, name = '', message = ''] = /^\S+ \S+ (\w+): (.*)$/.exec(text) ?? [];
  return withoutFullStop(message) || name;
}

/** The kind of the error, the operation, the error's name and its message; the same message comes under several names. */
const refusals: Topic = {
  about: /./,
  rules: [
    ...causes(ofRelease, {
      'pass-role-denied': {
        says: /not authorized to perform: iam:PassRole/,
        is: (text) => `the user or role of this job may not hand ${roleIn(text)} to ECS`,
        fix: (text) =>
          `allow iam:PassRole on ${roleIn(text)} to it (the owner of AWS_ACCESS_KEY_ID, or ECS_CD_ROLE_ARN), for taskRoleArn and executionRoleArn both, with the condition iam:PassedToService ecs-tasks.amazonaws.com`,
      },
      'service-linked-role': {
        says: /assume the service linked role/i,
        is: 'the service-linked role of ECS is missing in this account',
        fix: 'create AWSServiceRoleForECS once: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com',
      },
    }),
    ...causes(passing, {
      throttled: {
        says: /too many concurrent attempts to create a new revision|^throttled /i,
        is: (text) =>
          `AWS throttles this account, which ${/too many concurrent/i.test(text) ? 'registers revisions of TASK_FAMILY too fast' : 'makes too many calls'}`,
        fix: 'run the job again; if it persists, run fewer jobs at once or ask AWS to raise the API limit in AWS_DEFAULT_REGION',
      },
    }),
    ...causes(ofRelease, {
      'service-missing': {
        says: /^\S+ \S+ ServiceNotFoundException: |^\S+ DescribeServices MISSING: /,
        is: 'the cluster has no such service',
        fix: 'set SERVICE_NAME to a service of the cluster CLUSTER_NAME in AWS_DEFAULT_REGION, or create the service',
      },
      'service-inactive': {
        says: /^\S+ \S+ ServiceNotActiveException: |^\S+ DescribeServices INACTIVE: /,
        is: 'the service is deleted, or being deleted',
        fix: 'create the service again, or set SERVICE_NAME to another one of the cluster CLUSTER_NAME',
      },
      'cluster-missing': {
        says: /^\S+ \S+ ClusterNotFoundException: /,
        is: 'the cluster does not exist in this account and region',
        fix: 'set CLUSTER_NAME to a cluster of this account in AWS_DEFAULT_REGION, or correct the region',
      },
      // (field report) What ECS has against a revision.
      ...ofRevision(
        'task-size-invalid',
        "Invalid '(?:cpu|memory)' setting|No Fargate configuration exists|Fargate requires that '(?:cpu|memory)'",
        'set cpu and memory of the task definition TASK_FAMILY to a pair that Fargate offers, such as 256 and 512',
      ),
      ...ofRevision(
        'execution-role-missing',
        'requires task definition to have execution role ARN',
        'set executionRoleArn in the task definition TASK_FAMILY to a role with AmazonECSTaskExecutionRolePolicy',
      ),
      ...ofRevision(
        'tags-empty',
        'Tags can not be empty',
        'remove the empty tags from the task definition TASK_FAMILY',
      ),
      ...ofRevision(
        'task-definition-invalid',
        '',
        'correct the latest revision of the task definition TASK_FAMILY, which the new one is made from',
      ),
      // (field report) What ECS has against an update.
      ...ofUpdate(
        'task-role-missing',
        'valid taskRoleArn is not being used',
        'set taskRoleArn in the task definition TASK_FAMILY, or switch enableExecuteCommand of the service SERVICE_NAME off',
      ),
      ...ofUpdate(
        'revision-inactive',
        'TaskDefinition is inactive|TaskDefinition not found',
        'register the task definition TASK_FAMILY again, and let nothing deregister its revisions during a deployment',
      ),
      ...ofUpdate(
        'controller-unsupported',
        'deployment controller',
        'switch the deployment controller of the service SERVICE_NAME to ECS',
      ),
      ...ofUpdate(
        'network-configuration-invalid',
        'network ?(?:configuration|mode)',
        'let networkMode of the task definition TASK_FAMILY and the network configuration of the service SERVICE_NAME fit together: awsvpc needs one, the others have none',
      ),
      ...ofUpdate(
        'load-balancer-invalid',
        'advancedConfiguration|ListenerRule|targetGroupArn',
        'correct what ECS names in the loadBalancers of the service SERVICE_NAME',
      ),
      ...ofUpdate(
        'update-invalid',
        '',
        'correct what ECS names, in the service SERVICE_NAME or in the task definition TASK_FAMILY',
      ),
    }),
  ],
};

function roleIn(text: string): string {
  return namedIn(text, /on resource: ([^\s]+)/) ?? 'the roles of TASK_FAMILY';
}
