// The SDK is most of the start-up time, so a command loads only what it uses.
/** The AWS SDK's clients, each loaded when it is asked for first, with the commands that are used of them. */
export const sdk = {
  get cloudWatch() {
    return require('./sdk/sdk-cloudwatch') as typeof import('./sdk/sdk-cloudwatch');
  },
  get ec2() {
    return require('./sdk/sdk-ec2') as typeof import('./sdk/sdk-ec2');
  },
  get ecr() {
    return require('./sdk/sdk-ecr') as typeof import('./sdk/sdk-ecr');
  },
  get ecs() {
    return require('./sdk/sdk-ecs') as typeof import('./sdk/sdk-ecs');
  },
  get eventBridge() {
    return require('./sdk/sdk-eventbridge') as typeof import('./sdk/sdk-eventbridge');
  },
  get iam() {
    return require('./sdk/sdk-iam') as typeof import('./sdk/sdk-iam');
  },
  get loadBalancing() {
    return require('./sdk/sdk-elastic-load-balancing-v2') as typeof import('./sdk/sdk-elastic-load-balancing-v2');
  },
  get logs() {
    return require('./sdk/sdk-cloudwatch-logs') as typeof import('./sdk/sdk-cloudwatch-logs');
  },
  get scheduler() {
    return require('./sdk/sdk-scheduler') as typeof import('./sdk/sdk-scheduler');
  },
  get secretsManager() {
    return require('./sdk/sdk-secrets-manager') as typeof import('./sdk/sdk-secrets-manager');
  },
  get ssm() {
    return require('./sdk/sdk-ssm') as typeof import('./sdk/sdk-ssm');
  },
  get sts() {
    return require('./sdk/sdk-sts') as typeof import('./sdk/sdk-sts');
  },
};
