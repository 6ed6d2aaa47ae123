/** What AWS says against a request, each text with its source: (AWS docs), (field report), (inference). */
export const errorTexts = {
  // (inference) the name is documented
  tokenConflict: 'The client token has been used with other parameters.',
  // (field report)
  taskNotFound: 'The referenced task was not found.',
  // (field report)
  launchTypeAndStrategy:
    'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
  // (field report)
  noNetwork: 'Network Configuration must be provided when networkMode ‘awsvpc’ is specified.',
  // (field report)
  noSuchOverride: (name: string) =>
    `Override for container named ${name} is not a container in the TaskDefinition.`,
  // (inference)
  tooLong: (what: string, most: number) => `${what} must have up to ${most} allowed characters.`,
  // (AWS docs)
  clusterNotFound: 'Cluster not found.',
  // (field report)
  serviceNotFound: 'Service not found.',
  // (field report)
  serviceNotActive: 'Service was not ACTIVE.',
  // (field report)
  codeDeployTaskDefinition:
    'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
  // (field report)
  codeDeployForce:
    'Cannot force a new deployment on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
  // (inference)
  expressService: 'Express Gateway services are updated with UpdateExpressGatewayService.',
  // (inference)
  external: (member: string) =>
    `Cannot update ${member} on services with an EXTERNAL deployment controller. Use a task set instead.`,
  // (field report)
  taskDefinitionNotFound: 'Unable to describe task definition.',
  // (field report)
  taskDefinitionUnknown: 'TaskDefinition not found.',
  // (field report)
  taskDefinitionInactive: 'TaskDefinition is inactive',
  // (field report)
  emptyTags: 'Tags can not be empty.',
  // (field report)
  executionRoleForEcr: 'Fargate requires task definition to have execution role ARN to support ECR images.',
  // (field report)
  executionRoleForAwslogs:
    'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
  // (inference)
  fargateNetworkMode: 'Fargate only supports network mode ‘awsvpc’.',
  // (inference)
  awslogsOption: (option: string) =>
    `Log driver awslogs requires options: awslogs-region, awslogs-group, awslogs-stream-prefix. Missing: ${option}`,
  // (inference)
  family: 'Family contains invalid characters.',
  // (inference)
  awsTag: 'Tag keys cannot start with aws:.',
  // (inference)
  sameTags: 'Tag keys must be unique.',
  // (field report)
  noContainer: 'Container definitions should not be empty.',
  // (field report)
  containerMember: (member: string) => `Container.${member} should not be null or empty.`,
  // (inference)
  containerNames: 'Container names must be unique.',
  // (field report)
  noMemory: (container: string) =>
    `Invalid setting for container '${container}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
  // (inference)
  noEssential: 'At least one container must be essential.',
  // (inference)
  noRevision: 'A task definition revision must be specified.',
  // (inference)
  tooMany: (what: string, limit: number) => `${what} cannot exceed ${limit} elements.`,
  // (inference)
  maxResults: (most: number) => `maxResults must be between 1 and ${most}.`,
  // (inference)
  alarmNamesAndPrefix: 'AlarmNames and AlarmNamePrefix cannot be specified together.',
  // (field report)
  emptyList: (what: string) => `${what.charAt(0).toUpperCase()}${what.slice(1)} cannot be empty.`,
  // (inference)
  outOfRange: (what: string, least: number, most: number) => `${what} must be between ${least} and ${most}.`,
  // (inference)
  notInEnum: (what: string, value: string, known: readonly string[]) =>
    `Invalid ${what}: ${value}. Valid values are: ${known.join(', ')}`,
  // (inference)
  daemonCount: 'The desired count cannot be set for a service with the DAEMON scheduling strategy.',
  // (inference)
  resourceNotFound: 'The specified resource was not found.',
  // (inference)
  onlyFilter: 'cannot specify startedBy with another filter.',
  // (inference)
  nextToken: 'Invalid token.',
  // (field report)
  noFargateConfiguration: 'No Fargate configuration exists for given values.',
  // (inference)
  serviceDeploymentNotFound: 'Service deployment not found.',
  // (inference)
  serviceDeploymentEnded: (status: string) =>
    `Service deployment is in a terminal state (${status}) and cannot be stopped.`,
  // (inference)
  serviceDeploymentStopType: 'Invalid stopType. Valid values are ROLLBACK.',
  // (AWS docs)
  hookIdFormat: 'Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}',
  // (AWS docs)
  noSuchHook:
    'Provided hookId is either completed, unavailable, or not associated with the given Resource ARN',
  // (AWS docs)
  continueEnded: 'Continuing a service deployment is not allowed for service deployment in terminal states.',
  // (AWS docs)
  pauseStage: 'Invalid lifecycle stage provided for Pause Hook',
  // (field report)
  targetGroupNotFound: 'One or more target groups not found',
  // (AWS docs) ECS passes it on
  ruleNotFound: 'One or more rules not found',
  // (field report)
  listenerNotFound: 'One or more listeners not found',
  // (AWS docs) troubleshooting-blue-green
  advancedRequired:
    'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy',
  // (field report)
  noSuchRole: (name: string) => `The role with name ${name} cannot be found.`,
  // (inference)
  noSuchPrincipal: (arn: string) => `The principal ${arn} does not exist or is invalid.`,
  // (field report)
  subnetNotFound: (id: string) => `The subnet ID '${id}' does not exist`,
  // (field report)
  noSchedule: (what: string) => `${what} does not exist.`,
  // (field report)
  earlyStartDate: 'The StartDate you specify cannot be earlier than 5 minutes ago.',
  // (field report)
  secretNotFound: "Secrets Manager can't find the specified secret.",
  // (inference)
  parameterFilter: 'The simulated Parameter Store filters by Name and Equals alone.',
  // (field report)
  logStreamNotFound: 'The specified log stream does not exist.',

  // (AWS docs) common errors
  throttled: 'Rate exceeded',
  // (inference)
  serverError: 'Service Unavailable. Please try again later.',
  // (AWS docs) common errors
  unavailable: 'The request has failed due to a temporary failure of the server.',
  // (field report)
  unsigned: 'Missing Authentication Token',
  // (field report)
  wrongSecret:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  // (field report)
  wrongRegion: (region: string) => `Credential should be scoped to a valid region, not '${region}'.`,
  // (field report)
  wrongService: (service: string) => `Credential should be scoped to correct service: '${service}'.`,
  // (inference)
  unknownService: (service: string) => `The simulated AWS has no service ${service}.`,
  // (inference)
  unknownOperation: (service: string, operation: string) =>
    `The simulated ${service} does not know ${operation}.`,
  // (field report)
  mayNotAssume: (caller: string, action: string, role: string) =>
    `User: ${caller} is not authorized to perform: ${action} on resource: ${role}`,
  // (field report)
  idTokenNotTrusted: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  // (field report)
  noIdentityProvider: (issuer: string) => `No OpenIDConnect provider found in your account for ${issuer}`,
  // (field report)
  wrongAudience: 'Incorrect token audience',
  // (field report)
  noIdToken: 'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
  // (inference) in the form of STS's other validation errors
  sessionName: (name: string) =>
    `1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]{2,64}`,
  // (inference) in the form of STS's other validation errors
  sessionSeconds: (seconds: number) =>
    `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value between 900 and 43200`,
  // (field report)
  chainedSession:
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
  // (inference)
  expiredIdToken: 'Token expired: current date/time must be before the expiration date/time',
  // (field report)
  noJson: 'Start of structure or map found where not expected.',
  // (inference)
  wrongType: (path: string, expected: string, got: string) =>
    `${path}: ${got} can not be converted to ${expected}`,
  // (inference) AWS's own CLI refuses it before sending; a strict simulator is how a test notices.
  unknownMember: (path: string) => `Unknown member: ${path}`,
  // (inference)
  missingMember: (paths: readonly string[]) => `Missing required parameter: ${paths.join(', ')}`,
  // (field report)
  nullMember: (path: string) =>
    `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  // (inference) the name is documented
  unsupportedFeature: "The specified feature isn't supported.",
  // (field report)
  concurrentRevisions: 'Too many concurrent attempts to create a new revision of the specified family.',
  // (field report)
  noVerificationKey:
    "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
  // (field report)
  expiredToken: 'The security token included in the request is expired',
  // (field report)
  unknownKey: 'The security token included in the request is invalid.',
  // (field report)
  accessDenied: (caller: string, action: string, resource: string) =>
    `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
};
