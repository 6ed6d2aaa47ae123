type Loaded<Loads extends Record<string, () => unknown>> = {
  readonly [Name in keyof Loads]: ReturnType<Loads[Name]>;
};

function lazily<Loads extends Record<string, () => unknown>>(loads: Loads): Loaded<Loads> {
  const getters = Object.entries(loads).map(([name, get]) => [name, { get }] as const);
  return Object.defineProperties({}, Object.fromEntries(getters)) as Loaded<Loads>;
}

// The SDK is most of the start-up time, so a command loads only what it uses.
/**
 * The AWS SDK's clients, each loaded when it is asked for first. A file names the commands that are used of one: the bundle
 * has nothing else of it.
 */
export const sdk = lazily({
  cloudWatch: () => require('./sdk/sdk-cloudwatch') as typeof import('./sdk/sdk-cloudwatch'),
  ec2: () => require('./sdk/sdk-ec2') as typeof import('./sdk/sdk-ec2'),
  ecr: () => require('./sdk/sdk-ecr') as typeof import('./sdk/sdk-ecr'),
  ecs: () => require('./sdk/sdk-ecs') as typeof import('./sdk/sdk-ecs'),
  eventBridge: () => require('./sdk/sdk-eventbridge') as typeof import('./sdk/sdk-eventbridge'),
  iam: () => require('./sdk/sdk-iam') as typeof import('./sdk/sdk-iam'),
  loadBalancing: () =>
    require('./sdk/sdk-elastic-load-balancing-v2') as typeof import('./sdk/sdk-elastic-load-balancing-v2'),
  logs: () => require('./sdk/sdk-cloudwatch-logs') as typeof import('./sdk/sdk-cloudwatch-logs'),
  scheduler: () => require('./sdk/sdk-scheduler') as typeof import('./sdk/sdk-scheduler'),
  secretsManager: () => require('./sdk/sdk-secrets-manager') as typeof import('./sdk/sdk-secrets-manager'),
  ssm: () => require('./sdk/sdk-ssm') as typeof import('./sdk/sdk-ssm'),
  sts: () => require('./sdk/sdk-sts') as typeof import('./sdk/sdk-sts'),
});
