import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { AwsSettings } from '../../settings/aws-settings';
import { EcsCdError } from '../../errors';
import type { Wire } from '../../host';
import type { Redactor } from '../../log/redact';
import { awsErrorKindOf } from '../aws-error-kind';
import { checkingAnswers, withoutEcho } from './answer-shape';
import { clientConfigOf } from './client-config';
import type { RunCredentials } from './credentials';
import type { Identity } from './held-session';

/** The AWS clients of a run; they share one set of credentials. */
export type Clients = ReturnType<typeof clientsOf>;

export interface EcsClients {
  /** Gives up soon: whoever polls asks again anyway. */
  readonly reads: ECSClient;
  /** Insists: a deployment must not end on a moment of throttling. */
  readonly writes: ECSClient;
}

/** A look that nothing hangs on is made twice at most. */
const maxAttempts = { looks: 2, reads: 3, writes: 8 };

// The SDK is most of the start-up time, so a command loads only what it uses.
const loaded = {
  ecs: () => (require('../sdk/sdk-ecs') as typeof import('../sdk/sdk-ecs')).ecsSdk.ECSClient,
  ecr: () => (require('../sdk/sdk-ecr') as typeof import('../sdk/sdk-ecr')).ecrSdk.ECRClient,
  logs: () =>
    (require('../sdk/sdk-cloudwatch-logs') as typeof import('../sdk/sdk-cloudwatch-logs')).logsSdk
      .CloudWatchLogsClient,
  loadBalancing: () =>
    (require('../sdk/sdk-elastic-load-balancing-v2') as typeof import('../sdk/sdk-elastic-load-balancing-v2'))
      .loadBalancingSdk.ElasticLoadBalancingV2Client,
  sts: () => (require('../sdk/sdk-sts') as typeof import('../sdk/sdk-sts')).stsSdk.STSClient,
  iam: () => (require('../sdk/sdk-iam') as typeof import('../sdk/sdk-iam')).iamSdk.IAMClient,
  ec2: () => (require('../sdk/sdk-ec2') as typeof import('../sdk/sdk-ec2')).ec2Sdk.EC2Client,
  ssm: () => (require('../sdk/sdk-ssm') as typeof import('../sdk/sdk-ssm')).ssmSdk.SSMClient,
  secrets: () =>
    (require('../sdk/sdk-secrets-manager') as typeof import('../sdk/sdk-secrets-manager')).secretsManagerSdk
      .SecretsManagerClient,
  cloudWatch: () =>
    (require('../sdk/sdk-cloudwatch') as typeof import('../sdk/sdk-cloudwatch')).cloudWatchSdk
      .CloudWatchClient,
  scheduler: () =>
    (require('../sdk/sdk-scheduler') as typeof import('../sdk/sdk-scheduler')).schedulerSdk.SchedulerClient,
  eventBridge: () =>
    (require('../sdk/sdk-eventbridge') as typeof import('../sdk/sdk-eventbridge')).eventBridgeSdk
      .EventBridgeClient,
};

/** `hide` gets the secrets of every session. */
export function clientsOf(aws: AwsSettings, wire: Wire, { hide }: Pick<Redactor, 'hide'>) {
  const { credentialsOf } = require('./credentials') as typeof import('./credentials');
  const credentials = credentialsOf(aws, wire, hide);
  const config = (attempts: keyof typeof maxAttempts, region = aws.region) => ({
    ...clientConfigOf(region, maxAttempts[attempts], wire),
    credentials: credentials.source,
  });
  const renewing = <Client extends SdkClient>(client: Client) =>
    renewingOnce(checkingAnswers(client), credentials);
  return {
    ecs: once((): EcsClients => ({
      reads: renewing(new (loaded.ecs())(config('reads'))),
      writes: withoutEcho(renewing(new (loaded.ecs())(config('writes')))),
    })),
    ecr: (region: string) => renewing(new (loaded.ecr())(config('reads', region))),
    logs: (region: string) => renewing(new (loaded.logs())(config('reads', region))),
    loadBalancing: once(() => renewing(new (loaded.loadBalancing())(config('reads')))),
    sts: once(() => checkingAnswers(new (loaded.sts())(config('looks')))),
    iam: once(() => checkingAnswers(new (loaded.iam())(config('looks')))),
    ec2: once(() => checkingAnswers(new (loaded.ec2())(config('looks')))),
    ssm: once(() => checkingAnswers(new (loaded.ssm())(config('looks')))),
    secrets: once(() => checkingAnswers(new (loaded.secrets())(config('looks')))),
    scheduler: once(() => renewing(new (loaded.scheduler())(config('reads')))),
    eventBridge: once(() => renewing(new (loaded.eventBridge())(config('reads')))),
    cloudWatch: once(() => checkingAnswers(new (loaded.cloudWatch())(config('looks')))),
  };
}

/** Several services of a run share a client. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

type SdkClient =
  | ECSClient
  | ECRClient
  | CloudWatchLogsClient
  | ElasticLoadBalancingV2Client
  | SchedulerClient
  | EventBridgeClient;

/**
 * A session that AWS calls expired before its time (it was revoked, a clock is off) is renewed once, and the call made
 * again: it was refused, so nothing has happened. The same refusal again is told.
 */
function renewingOnce<Client extends SdkClient>(client: Client, { sessions }: RunCredentials): Client {
  const [used, ...sources] = sessions;
  if (!used) return client;
  // The clients' stacks differ in the types of their operations alone.
  const stack = client.middlewareStack as unknown as ECSClient['middlewareStack'];
  stack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof EcsCdError || awsErrorKindOf(error) !== 'expired-credentials') throw error;
        const { identity } = context.__smithy_context?.selectedHttpAuthScheme ?? {};
        // Another call may have renewed it meanwhile.
        if (used.forget((identity as Partial<Identity> | undefined)?.accessKeyId)) {
          for (const source of sources) source.forget();
        }
        return next(args);
      }
    },
    { step: 'initialize', priority: 'high', name: 'renewExpiredSession' },
  );
  return client;
}
