type Loaded<Loads extends Record<string, () => unknown>> = {
  readonly [Name in keyof Loads]: ReturnType<Loads[Name]>;
};

function lazily<Loads extends Record<string, () => unknown>>(loads: Loads): Loaded<Loads> {
  const getters = Object.entries(loads).map(([name, get]) => [name, { get }] as const);
  return Object.defineProperties({}, Object.fromEntries(getters)) as Loaded<Loads>;
}

// The SDK is most of the start-up time, so a command loads only what it uses.
/**
 * The AWS SDK's clients, each loaded when it is asked for first. The bundle has of them what is named somewhere in the
 * runner (.ci/bundle.mjs).
 */
export const sdk = lazily({
  cloudWatch: () => require('@aws-sdk/client-cloudwatch') as typeof import('@aws-sdk/client-cloudwatch'),
  ec2: () => require('@aws-sdk/client-ec2') as typeof import('@aws-sdk/client-ec2'),
  ecr: () => require('@aws-sdk/client-ecr') as typeof import('@aws-sdk/client-ecr'),
  ecs: () => require('@aws-sdk/client-ecs') as typeof import('@aws-sdk/client-ecs'),
  eventBridge: () => require('@aws-sdk/client-eventbridge') as typeof import('@aws-sdk/client-eventbridge'),
  iam: () => require('@aws-sdk/client-iam') as typeof import('@aws-sdk/client-iam'),
  loadBalancing: () =>
    require('@aws-sdk/client-elastic-load-balancing-v2') as typeof import('@aws-sdk/client-elastic-load-balancing-v2'),
  logs: () => require('@aws-sdk/client-cloudwatch-logs') as typeof import('@aws-sdk/client-cloudwatch-logs'),
  scheduler: () => require('@aws-sdk/client-scheduler') as typeof import('@aws-sdk/client-scheduler'),
  secretsManager: () =>
    require('@aws-sdk/client-secrets-manager') as typeof import('@aws-sdk/client-secrets-manager'),
  ssm: () => require('@aws-sdk/client-ssm') as typeof import('@aws-sdk/client-ssm'),
  sts: () => require('@aws-sdk/client-sts') as typeof import('@aws-sdk/client-sts'),
});
