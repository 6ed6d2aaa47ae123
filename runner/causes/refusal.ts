import { firstNamedIn, namesFilled, wordsOf, type CauseNames } from './cause';

/** An error of a call of ECS. */
interface Refusal {
  readonly operation: string;
  readonly name: string;
  readonly message: string;
}

/** The role that may not be handed on, where it is that: the call itself is allowed then. */
export function passRoleFixOf(message: string, names: CauseNames): string | undefined {
  const text = wordsOf(message);
  if (!/not authorized to perform: iam:PassRole/.test(text)) return undefined;
  const role = firstNamedIn(text, /on resource: ([^\s]+)/) ?? 'the roles of TASK_FAMILY';
  return namesFilled(
    `allow iam:PassRole on ${role} to the user or role of this job (the owner of AWS_ACCESS_KEY_ID, or ECS_CD_ROLE_ARN), for taskRoleArn and executionRoleArn both, with the condition iam:PassedToService ecs-tasks.amazonaws.com`,
    names,
  );
}

/** What to change where ECS refuses a call in words of its own; AWS's general ones are not ECS's to explain. */
export function refusalFixOf({ operation, name, message }: Refusal, names: CauseNames): string | undefined {
  const text = `${operation} ${name}: ${wordsOf(message)}`;
  const fix = fixes.find(([says]) => says.test(text))?.[1];
  return fix === undefined ? undefined : namesFilled(fix, names);
}

/** (AWS docs) errors that mean: what you ask for cannot be. Others may be AWS's own. */
const settingErrors = [
  'ClientException',
  'InvalidParameterException',
  'NamespaceNotFoundException',
  'PlatformTaskDefinitionIncompatibilityException',
  'PlatformUnknownException',
  'UnsupportedFeatureException',
].join('|');
/** One of these errors of this operation, with such a message. */
const settingErrorOf = (operation: string) => (message: string) =>
  new RegExp(`^${operation} (?:${settingErrors}): .*?(?:${message})`, 'i');
const ofRevision = settingErrorOf('RegisterTaskDefinition');
const ofUpdate = settingErrorOf('UpdateService');

/** By the operation, the error's name and its message; the same message comes under several names (field reports). */
const fixes: readonly (readonly [says: RegExp, fix: string])[] = [
  [
    /assume the service linked role/i,
    'create AWSServiceRoleForECS once: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com',
  ],
  [/^\S+ BlockedException: /, 'ask AWS Support why it has blocked the account'],
  [
    /^\S+ ServiceNotFoundException: /,
    'set SERVICE_NAME to a service of the cluster CLUSTER_NAME in AWS_DEFAULT_REGION, or create the service',
  ],
  [
    /^\S+ ServiceNotActiveException: /,
    'create the service again, or set SERVICE_NAME to another one of the cluster CLUSTER_NAME',
  ],
  [
    ofRevision(
      "Invalid '(?:cpu|memory)' setting|No Fargate configuration exists|Fargate requires that '(?:cpu|memory)'",
    ),
    'set cpu and memory of the task definition TASK_FAMILY to a pair that Fargate offers, such as 256 and 512',
  ],
  [
    ofRevision('requires task definition to have execution role ARN'),
    'set executionRoleArn in the task definition TASK_FAMILY to a role with AmazonECSTaskExecutionRolePolicy',
  ],
  [ofRevision('Tags can not be empty'), 'remove the empty tags from the task definition TASK_FAMILY'],
  [
    ofRevision(''),
    'correct the latest revision of the task definition TASK_FAMILY, which the new one is made from',
  ],
  [
    ofUpdate('valid taskRoleArn is not being used'),
    'set taskRoleArn in the task definition TASK_FAMILY, or switch enableExecuteCommand of the service SERVICE_NAME off',
  ],
  [
    ofUpdate('TaskDefinition is inactive|TaskDefinition not found'),
    'register the task definition TASK_FAMILY again, and let nothing deregister its revisions during a deployment',
  ],
  [ofUpdate('deployment controller'), 'switch the deployment controller of the service SERVICE_NAME to ECS'],
  [
    ofUpdate('network ?(?:configuration|mode)'),
    'let networkMode of the task definition TASK_FAMILY and the network configuration of the service SERVICE_NAME fit together: awsvpc needs one, the others have none',
  ],
  [
    ofUpdate('advancedConfiguration|ListenerRule|targetGroupArn'),
    'correct what ECS names in the loadBalancers of the service SERVICE_NAME',
  ],
  [ofUpdate(''), 'correct what ECS names, in the service SERVICE_NAME or in the task definition TASK_FAMILY'],
];
