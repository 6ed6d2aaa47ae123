import { refusal, type KnownText } from './known-text';

const role = 'arn:aws:iam::123456789012:role/webExecution';
const passRole = `User: arn:aws:iam::123456789012:user/ci is not authorized to perform: iam:PassRole on resource: ${role} because no identity-based policy allows the iam:PassRole action`;

const revision = (id: string, message: string, fixes: readonly string[]): KnownText => ({
  row: 18,
  id,
  evidence: refusal('RegisterTaskDefinition', 'ClientException', message),
  names: [message.replace(/\.$/, '').replace('’', "'")],
  fixes: [...fixes, 'TASK_FAMILY'],
});
const update = (id: string, name: string, message: string, fixes: readonly string[]): KnownText => ({
  row: 19,
  id,
  evidence: refusal('UpdateService', name, message),
  fixes,
});

/** What AWS answers instead of doing it. */
export const refusalTexts: readonly KnownText[] = [
  ...['AccessDeniedException', 'ClientException'].map((name) => ({
    row: 17,
    id: 'pass-role-denied',
    evidence: refusal('RegisterTaskDefinition', name, passRole),
    names: [role],
    fixes: ['iam:PassRole', role, 'ECS_CD_ROLE_ARN'],
  })),
  revision('task-size-invalid', "Invalid 'cpu' setting for task.", ['cpu']),
  revision('task-size-invalid', 'No Fargate configuration exists for given values.', ['memory']),
  revision(
    'execution-role-missing',
    'Fargate requires task definition to have execution role ARN to support ECR images.',
    ['executionRoleArn'],
  ),
  revision(
    'execution-role-missing',
    'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
    ['executionRoleArn'],
  ),
  revision('tags-empty', 'Tags can not be empty.', ['tags']),
  revision('task-definition-invalid', 'Container.name should not be null or empty.', ['latest revision']),
  update(
    'task-role-missing',
    'InvalidParameterException',
    'The service couldn’t be updated because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.',
    ['taskRoleArn', 'enableExecuteCommand', 'SERVICE_NAME'],
  ),
  update(
    'load-balancer-invalid',
    'InvalidParameterException',
    'Either all or none of the provided loadBalancers must have advancedConfiguration defined',
    ['loadBalancers', 'SERVICE_NAME'],
  ),
  update('revision-inactive', 'ClientException', 'TaskDefinition is inactive', ['TASK_FAMILY']),
  update(
    'network-configuration-invalid',
    'InvalidParameterException',
    "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    ['awsvpc', 'TASK_FAMILY', 'SERVICE_NAME'],
  ),
  update(
    'controller-unsupported',
    'InvalidParameterException',
    'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
    ['deployment controller', 'SERVICE_NAME'],
  ),
  update('update-invalid', 'PlatformUnknownException', 'The specified platform version does not exist.', [
    'SERVICE_NAME',
  ]),
  ...['UpdateService', 'ListServiceDeployments'].map((operation) => ({
    row: 20,
    id: 'service-missing',
    evidence: refusal(operation, 'ServiceNotFoundException', 'Service not found.'),
    fixes: ['SERVICE_NAME', 'CLUSTER_NAME', 'AWS_DEFAULT_REGION'],
  })),
  { row: 20, id: 'service-missing', evidence: refusal('DescribeServices', 'MISSING', '') },
  {
    row: 21,
    id: 'service-inactive',
    evidence: refusal('UpdateService', 'ServiceNotActiveException', 'Service was not ACTIVE.'),
    fixes: ['SERVICE_NAME', 'CLUSTER_NAME'],
  },
  { row: 21, id: 'service-inactive', evidence: refusal('DescribeServices', 'INACTIVE', '') },
  {
    row: 22,
    id: 'cluster-missing',
    evidence: refusal('DescribeServices', 'ClusterNotFoundException', 'Cluster not found.'),
    fixes: ['CLUSTER_NAME', 'AWS_DEFAULT_REGION'],
  },
  {
    row: 23,
    id: 'service-linked-role',
    evidence: refusal(
      'UpdateService',
      'InvalidParameterException',
      'Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
    ),
    fixes: ['AWSServiceRoleForECS'],
  },
  { row: 24, id: 'throttled', evidence: refusal('DescribeServices', 'ThrottlingException', 'Rate exceeded') },
  {
    row: 24,
    id: 'throttled',
    evidence: refusal(
      'RegisterTaskDefinition',
      'ClientException',
      'Too many concurrent attempts to create a new revision of the specified family.',
    ),
  },
];
