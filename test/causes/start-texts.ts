import { certain, executionRole as role, network, secretArn, startText, type KnownText } from './known-text';

const resources = 'ResourceInitializationError: unable to pull secrets or registry auth: ';
const asm = `${resources}execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried`;

/** Stops before a container ran, but for pulls. Fargate's texts where nothing is said. */
export const startTexts: readonly KnownText[] = [
  // EC2
  startText(
    5,
    'wrong-architecture',
    'CannotStartContainerError: Error response from daemon: failed to create task for container: OCI runtime create failed: runc create failed: exec: "/app/server": exec format error: unknown',
    certain(['/app/server'], ['cpuArchitecture']),
  ),
  startText(
    6,
    'secret-denied',
    `${asm} 1 time(s): failed to fetch secret ${secretArn} from secrets manager: AccessDeniedException: User: ${role} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${secretArn} because no identity-based policy allows the action status code: 400, request id: 1`,
    certain([secretArn], [`secretsmanager:GetSecretValue on ${secretArn}`, 'webExecution']),
  ),
  startText(
    6,
    'secret-denied',
    `${asm} 3 time(s): failed to fetch secret ${secretArn} from secrets manager: AccessDeniedException: Access to KMS is not allowed status code: 400`,
    certain([secretArn], ['kms:Decrypt']),
  ),
  startText(
    6,
    'secret-missing',
    `${asm} 1 time(s): failed to fetch secret ${secretArn} from secrets manager: ResourceNotFoundException: Secrets Manager can’t find the specified secret.`,
    certain([secretArn], ['TASK_FAMILY', 'valueFrom']),
  ),
  startText(
    undefined,
    'secret-missing',
    `${asm} 1 time(s): failed to fetch secret ${secretArn} from secrets manager: InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.`,
    certain([secretArn, 'marked for deletion'], ['restore']),
  ),
  // EC2
  startText(
    6,
    'secret-missing',
    `ResourceInitializationError: The task can’t retrieve the secret with ARN '${secretArn}' from AWS Secrets Manager. Check whether the secret exists in the specified Region. ResourceNotFoundException: Fetching secret data from AWS Secrets Manager in region eu-central-1: Secrets Manager can't find the specified secret.`,
    certain([secretArn], ['TASK_FAMILY']),
  ),
  startText(
    6,
    'secret-missing',
    `The task can’t retrieve the secret with ARN ‘${secretArn}’ from AWS Secrets Manager. Check whether the secret exists in the specified Region.`,
    certain([secretArn], ['TASK_FAMILY']),
  ),
  startText(
    6,
    'secret-missing',
    `${resources}execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: /prod/db/password`,
    certain(['/prod/db/password'], ['TASK_FAMILY']),
  ),
  startText(
    6,
    'secret-denied',
    `${resources}execution resource retrieval failed: unable to retrieve secrets from ssm: AccessDeniedException: User: ${role} is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-central-1:123456789012:parameter/prod/db`,
    certain(['parameter/prod/db'], ['ssm:GetParameters', 'webExecution']),
  ),
  startText(
    undefined,
    'secret-key-missing',
    `${asm} 1 time(s): retrieved secret from Secrets Manager did not contain json key PASSWORD`,
    { names: ['PASSWORD'], fixes: ['valueFrom'], definitiveAfter: 2 },
  ),
  startText(
    6,
    'secrets-unreachable',
    `${resources}execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 5 time(s): RequestCanceled: request context canceled caused by: context deadline exceeded`,
    network,
  ),
  startText(
    6,
    'secrets-busy',
    `${asm} 5 time(s): failed to fetch secret ${secretArn} from secrets manager: ThrottlingException: Rate exceeded status code: 400`,
  ),
  startText(
    7,
    'registry-login-denied',
    `${resources}execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: ${role} is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action`,
    certain(['ECR'], ['ecr:GetAuthorizationToken', 'webExecution', 'TASK_FAMILY']),
  ),
  startText(
    7,
    'registry-unreachable',
    `${resources}execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post "https://api.ecr.eu-central-1.amazonaws.com/": dial tcp 3.1.2.3:443: connect: connection refused`,
    { ...network, names: ['api.ecr.eu-central-1.amazonaws.com'] },
  ),
  startText(
    7,
    'registry-unreachable',
    `${resources}The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration.`,
    network,
  ),
  startText(7, 'registry-unreachable', `${resources}pull command failed: : signal: killed`, network),
  startText(
    7,
    'registry-busy',
    `${resources}unable to retrieve ecr registry auth: ThrottlingException: Rate exceeded`,
  ),
  startText(
    8,
    'log-group-missing',
    'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1',
    certain(['log group'], ['awslogs-group', 'TASK_FAMILY']),
  ),
  // EC2
  startText(
    8,
    'log-group-missing',
    'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: operation error CloudWatch Logs: CreateLogStream, ResourceNotFoundException: The specified log group does not exist.',
    certain(['log group'], ['awslogs-create-group']),
  ),
  startText(
    8,
    'log-group-denied',
    `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: User: ${role} is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:eu-central-1:123456789012:log-group:/ecs/web:log-stream:staging/app/1`,
    certain(['/ecs/web'], ['logs:CreateLogStream', 'webExecution']),
  ),
  startText(
    8,
    'logs-unreachable',
    'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed',
    network,
  ),
  startText(
    undefined,
    'command-not-startable',
    'CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: failed to create shim: OCI runtime create failed: runc create failed: unable to start container process: exec: "serve": executable file not found in $PATH: unknown',
    { names: ['serve'], fixes: ['entryPoint', 'TASK_FAMILY'], definitiveAfter: 2 },
  ),
  // The agent cuts it off.
  startText(
    undefined,
    'command-not-startable',
    'CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: OCI runtime create failed: container_linux.go:370: starting container process caused: exec: "/opt/app/bin/run.sh": stat /opt/app/bin/run.sh...no such file or direct...',
    { names: ['/opt/app/bin/run.sh'], fixes: ['entryPoint', 'TASK_FAMILY'], definitiveAfter: 2 },
  ),
  startText(
    undefined,
    'secret-missing',
    `${resources}execution resource retrieval failed: unable to retrieve registry auth from asm: service call has been retried 1 time(s): failed to fetch secret ${secretArn} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
    certain([secretArn], ['repositoryCredentials.credentialsParameter']),
  ),
  startText(
    undefined,
    'role-not-assumable',
    "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/web' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions.",
    { names: ['role/web'], fixes: ['ecs-tasks.amazonaws.com'] },
  ),
  startText(
    16,
    'no-free-address',
    "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-0a1b2c': InsufficientFreeAddressesInSubnet",
    { names: ['subnet-0a1b2c'], fixes: ['SERVICE_NAME'] },
  ),
  startText(16, 'network-interface-late', 'Timeout waiting for network interface provisioning to complete.'),
  startText(
    16,
    'network-interface-refused',
    "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-0a1b2c': NetworkInterfaceLimitExceeded",
    { names: ['subnet-0a1b2c', 'NetworkInterfaceLimitExceeded'] },
  ),
];
