/**
 * What AWS says, each text with its source: (AWS docs), (field report), (inference). A correction has this one place.
 */

/** Events of a service. */
export const eventTexts = {
  // (AWS docs) service event messages
  steady: (service: string) => `(service ${service}) has reached a steady state.`,
  // (AWS docs)
  completed: (service: string, deployment: string) =>
    `(service ${service}) (deployment ${deployment}) deployment completed.`,
  // (AWS docs)
  started: (service: string, ids: readonly string[]) =>
    `(service ${service}) has started ${ids.length} tasks: ${ids.map((id) => `(task ${id})`).join(' ')}.`,
  // (AWS docs)
  stopped: (service: string, ids: readonly string[]) =>
    `(service ${service}) has stopped ${ids.length} running tasks: ${ids.map((id) => `(task ${id})`).join(' ')}.`,
  // (AWS docs)
  registered: (service: string, count: number, targetGroup: string) =>
    `(service ${service}) registered ${count} targets in (target-group ${targetGroup})`,
  // (AWS docs)
  deregistered: (service: string, count: number, targetGroup: string) =>
    `(service ${service}) deregistered ${count} targets in (target-group ${targetGroup})`,
  // (inference)
  draining: (service: string, count: number) =>
    `(service ${service}) has begun draining connections on ${count} tasks.`,
  // (AWS docs)
  containerUnhealthy: (service: string, task: string) =>
    `(service ${service}) (task ${task}) failed container health checks.`,
  // (AWS docs)
  targetUnhealthy: (service: string, task: string, port: number, targetGroup: string, reason: string) =>
    `(service ${service}) (task ${task}) (port ${port}) is unhealthy in (target-group ${targetGroup}) due to (reason ${reason})`,
  // (AWS docs)
  unableToStart: (service: string) =>
    `(service ${service}) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.`,
  // (AWS docs)
  deadlock: (service: string) =>
    `(service ${service}) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.`,
  // (AWS docs) the problem goes on with `because ...` or `. Reason: ...`.
  unplaced: (service: string, problem: string) => `(service ${service}) was unable to place a task${problem}`,
  // (field report)
  failedToStart: (service: string, deployment: string) =>
    `(service ${service}) (deployment ${deployment}) deployment failed: tasks failed to start.`,
  // (field report)
  failedByAlarm: (service: string, deployment: string) =>
    `(service ${service}) (deployment ${deployment}) deployment failed: alarm detected.`,
  // (field report)
  rollingBack: (service: string, deployment: string) =>
    `(service ${service}) rolling back to deployment ${deployment}.`,
};

/** `rolloutStateReason` of a deployment. */
export const rolloutTexts = {
  // (AWS docs)
  inProgress: (deployment: string) => `ECS deployment ${deployment} in progress.`,
  // (AWS docs)
  completed: (deployment: string) => `ECS deployment ${deployment} completed.`,
  // (field report)
  failedToStart: 'ECS deployment circuit breaker: tasks failed to start.',
  // (field report)
  breakerRollingBack: (deployment: string) =>
    `ECS deployment circuit breaker: rolling back to deploymentId ${deployment}.`,
  // (inference)
  alarm: 'ECS deployment failed: alarm detected.',
  // (inference)
  rollingBack: (deployment: string) => `ECS deployment rolling back to deploymentId ${deployment}.`,
  // (inference)
  stoppedByUser: 'ECS deployment was stopped.',
};

/** `statusReason` of a service deployment. */
export const statusTexts = {
  // (field report)
  superseded: 'Replaced by a new service deployment.',
  // (field report)
  breaker: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
  // (inference)
  breakerStopped: 'Service deployment stopped because the circuit breaker threshold was exceeded.',
  // (field report)
  alarms: 'Service deployment rolled back because of one or more active alarms.',
  // (inference)
  alarmsStopped: 'Service deployment stopped because of one or more active alarms.',
  // (inference)
  user: 'Service deployment rolled back because of user request.',
  // (AWS docs)
  hook: (stage: string) => `Service deployment rolled back because ${stage} lifecycle hook(s) failed.`,
};

/** `stoppedReason` of a task. */
export const stopTexts = {
  // (AWS docs)
  scaling: (deployment: string) => `Scaling activity initiated by (deployment ${deployment})`,
  // (inference)
  serviceDeleted: 'Service was deleted',
  // (AWS docs)
  containerHealth: 'Task failed container health checks',
  // (field report)
  imageNotFound: (image: string) =>
    `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: not found`,
  // (AWS docs)
  targetHealth: (targetGroup: string) => `Task failed ELB health checks in (target-group ${targetGroup})`,
};

/** Messages of errors. */
export const errorTexts = {
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
  // (field report)
  noFargateConfiguration: 'No Fargate configuration exists for given values.',
  // (inference)
  serviceDeploymentNotFound: 'Service deployment not found.',
  // (inference)
  serviceDeploymentEnded: (status: string) =>
    `Service deployment is in a terminal state (${status}) and cannot be stopped.`,
  // (inference)
  serviceDeploymentStopType: 'Invalid stopType. Valid values are ROLLBACK.',
  // (inference)
  noSuchHook: 'No lifecycle hook with this id awaits an action.',
  // (field report)
  targetGroupNotFound: 'One or more target groups not found',
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
  unknownOperation: (service: string, operation: string) =>
    `The simulated ${service} does not know ${operation}.`,
  // (field report)
  mayNotAssume: (caller: string, action: string, role: string) =>
    `User: ${caller} is not authorized to perform: ${action} on resource: ${role}`,
  // (field report)
  idTokenNotTrusted: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
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
  // (field report)
  expiredToken: 'The security token included in the request is expired',
  // (field report)
  unknownKey: 'The security token included in the request is invalid.',
  // (field report)
  accessDenied: (caller: string, action: string, resource: string) =>
    `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
};
