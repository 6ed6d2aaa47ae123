import type { Cause } from './cause';

interface RefusedSetting {
  readonly says: RegExp;
  readonly id: string;
  readonly fix: string;
}

/** (field report) what ECS has against a revision. */
const ofRevision: readonly RefusedSetting[] = [
  {
    says: /^Invalid '(?:cpu|memory)' setting|^No Fargate configuration exists|Fargate requires that '(?:cpu|memory)'/,
    id: 'task-size-invalid',
    fix: 'set cpu and memory of the task definition TASK_FAMILY to a pair that Fargate offers, such as 256 and 512',
  },
  {
    says: /requires task definition to have execution role ARN/,
    id: 'execution-role-missing',
    fix: 'set executionRoleArn in the task definition TASK_FAMILY to a role with AmazonECSTaskExecutionRolePolicy',
  },
  {
    says: /^Tags can not be empty/,
    id: 'tags-empty',
    fix: 'remove the empty tags from the task definition TASK_FAMILY',
  },
];
const anyOfRevision: Omit<RefusedSetting, 'says'> = {
  id: 'task-definition-invalid',
  fix: 'correct the latest revision of the task definition TASK_FAMILY, which the new one is made from',
};

/** (field report) what ECS has against an update. */
const ofUpdate: readonly RefusedSetting[] = [
  {
    says: /valid taskRoleArn is not being used/,
    id: 'task-role-missing',
    fix: 'set taskRoleArn in the task definition TASK_FAMILY, or switch enableExecuteCommand of the service SERVICE_NAME off',
  },
  {
    says: /TaskDefinition is inactive|TaskDefinition not found/i,
    id: 'revision-inactive',
    fix: 'register the task definition TASK_FAMILY again, and let nothing deregister its revisions during a deployment',
  },
  {
    says: /deployment controller/,
    id: 'controller-unsupported',
    fix: 'switch the deployment controller of the service SERVICE_NAME to ECS',
  },
  {
    says: /network ?(?:configuration|mode)/i,
    id: 'network-configuration-invalid',
    fix: 'let networkMode of the task definition TASK_FAMILY and the network configuration of the service SERVICE_NAME fit together: awsvpc needs one, the others have none',
  },
];
const anyOfUpdate: Omit<RefusedSetting, 'says'> = {
  id: 'update-invalid',
  fix: 'correct what ECS names, in the service SERVICE_NAME or in the task definition TASK_FAMILY',
};

/** (AWS docs) errors that mean: what you ask for cannot be. Others may be AWS's own. */
const settingErrors: readonly string[] = [
  'ClientException',
  'InvalidParameterException',
  'NamespaceNotFoundException',
  'PlatformTaskDefinitionIncompatibilityException',
  'PlatformUnknownException',
  'UnsupportedFeatureException',
];

export function refusedRevision(name: string, message: string): Cause | undefined {
  return refused(name, message, 'the new revision', ofRevision, anyOfRevision);
}

export function refusedUpdate(name: string, message: string): Cause | undefined {
  return refused(name, message, 'the update of the service', ofUpdate, anyOfUpdate);
}

/** The name of the error says what kind of thing is wrong; its text, which is passed on, says what. */
function refused(
  name: string,
  message: string,
  subject: string,
  known: readonly RefusedSetting[],
  otherwise: Omit<RefusedSetting, 'says'>,
): Cause | undefined {
  if (!settingErrors.includes(name)) return undefined;
  const { id, fix } = known.find(({ says }) => says.test(message)) ?? otherwise;
  return { id, explanation: `ECS does not accept ${subject}: ${message || name}`, fix, fault: 'release' };
}
