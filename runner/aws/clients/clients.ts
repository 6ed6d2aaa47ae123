import type { ECSClient } from '@aws-sdk/client-ecs';
import type { AwsSettings } from '../../settings/aws-settings';
import { EcsCdError } from '../../errors';
import type { Wire } from '../../host';
import type { Redactor } from '../../log/redact';
import { awsErrorKindOf } from '../aws-error-kind';
import { sdk } from '../sdk';
import { checkingAnswers, withoutEcho, type SdkClient } from './answer-shape';
import { clientConfigOf } from './client-config';
import type { Identity, RunCredentials } from './credentials';

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
      reads: renewing(new sdk.ecs.ECSClient(config('reads'))),
      writes: withoutEcho(renewing(new sdk.ecs.ECSClient(config('writes')))),
    })),
    ecr: (region: string) => renewing(new sdk.ecr.ECRClient(config('reads', region))),
    logs: (region: string) => renewing(new sdk.logs.CloudWatchLogsClient(config('reads', region))),
    loadBalancing: once(() => renewing(new sdk.loadBalancing.ElasticLoadBalancingV2Client(config('reads')))),
    sts: once(() => checkingAnswers(new sdk.sts.STSClient(config('looks')))),
    iam: once(() => checkingAnswers(new sdk.iam.IAMClient(config('looks')))),
    ec2: once(() => checkingAnswers(new sdk.ec2.EC2Client(config('looks')))),
    ssm: once(() => checkingAnswers(new sdk.ssm.SSMClient(config('looks')))),
    secrets: once(() => checkingAnswers(new sdk.secretsManager.SecretsManagerClient(config('looks')))),
    scheduler: once(() => renewing(new sdk.scheduler.SchedulerClient(config('reads')))),
    eventBridge: once(() => renewing(new sdk.eventBridge.EventBridgeClient(config('reads')))),
    cloudWatch: once(() => checkingAnswers(new sdk.cloudWatch.CloudWatchClient(config('looks')))),
  };
}

/** The region that the SDK finds for itself: that of AWS_REGION, else of the profile; it has an error for "none". */
export const ownRegion = (): Promise<string | undefined> =>
  new sdk.ecs.ECSClient({}).config.region().catch(() => undefined);

/** Several services of a run share a client. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/**
 * A session that AWS calls expired before its time (it was revoked, a clock is off) is renewed once, and the call made
 * again: it was refused, so nothing has happened. The same refusal again is told.
 */
function renewingOnce<Client extends SdkClient>(client: Client, { sessions }: RunCredentials): Client {
  const [used, ...sources] = sessions;
  if (!used) return client;
  const stack = client.middlewareStack as ECSClient['middlewareStack'];
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
