import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { STSClient } from '@aws-sdk/client-sts';
import type { AwsSettings } from '../contract/settings';
import type { Wire } from '../world';

/** The AWS clients of a run; they share one set of credentials. */
export interface Clients {
  readonly ecs: () => EcsClients;
  readonly ecr: (region: string) => ECRClient;
  readonly logs: (region: string) => CloudWatchLogsClient;
  readonly loadBalancing: () => ElasticLoadBalancingV2Client;
  readonly sts: () => STSClient;
  readonly iam: () => IAMClient;
  readonly ec2: () => EC2Client;
  readonly ssm: () => SSMClient;
  readonly secrets: () => SecretsManagerClient;
}

export interface EcsClients {
  /** Gives up soon: whoever polls asks again anyway. */
  readonly reads: ECSClient;
  /** Insists: a deployment must not end on a moment of throttling. */
  readonly writes: ECSClient;
}

/** A look that nothing hangs on is made twice at most. */
const maxAttempts = { looks: 2, reads: 3, writes: 8 };

/** The SDK has no request timeout of its own: a server that never answers would hang the job for ever (measured). */
const timeouts = {
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
  // The request timeout ends with the answer's head; a body that stops halfway is idle (measured).
  socketTimeout: 10_000,
};

export function clientsOf(aws: AwsSettings, wire: Wire = {}): Clients {
  // The SDK is most of the start-up time, so a command loads only what it uses.
  const { credentialsOf } = require('./credentials') as typeof import('./credentials');
  const credentials = credentialsOf(aws, wire);
  const config = (region: string, attempts: number) => ({
    region,
    credentials,
    maxAttempts: attempts,
    requestHandler: {
      ...timeouts,
      ...(wire.requestTimeoutMs === undefined
        ? {}
        : { requestTimeout: wire.requestTimeoutMs, socketTimeout: wire.requestTimeoutMs }),
    },
    ...(wire.endpoint === undefined ? {} : { endpoint: wire.endpoint }),
    ...(wire.retryDelayMs === undefined ? {} : { retryStrategy: steadyRetries(attempts, wire.retryDelayMs) }),
  });
  return {
    ecs() {
      const { ECSClient } = require('@aws-sdk/client-ecs') as typeof import('@aws-sdk/client-ecs');
      return {
        reads: new ECSClient(config(aws.region, maxAttempts.reads)),
        writes: new ECSClient(config(aws.region, maxAttempts.writes)),
      };
    },
    ecr(region) {
      const { ECRClient } = require('@aws-sdk/client-ecr') as typeof import('@aws-sdk/client-ecr');
      return new ECRClient(config(region, maxAttempts.reads));
    },
    logs(region) {
      const { CloudWatchLogsClient } =
        require('@aws-sdk/client-cloudwatch-logs') as typeof import('@aws-sdk/client-cloudwatch-logs');
      return new CloudWatchLogsClient(config(region, maxAttempts.reads));
    },
    loadBalancing() {
      const { ElasticLoadBalancingV2Client } =
        require('@aws-sdk/client-elastic-load-balancing-v2') as typeof import('@aws-sdk/client-elastic-load-balancing-v2');
      return new ElasticLoadBalancingV2Client(config(aws.region, maxAttempts.reads));
    },
    sts() {
      const { sdk } = require('./sdk-sts') as typeof import('./sdk-sts');
      return new sdk.STSClient(config(aws.region, maxAttempts.looks));
    },
    iam() {
      const { sdk } = require('./sdk-iam') as typeof import('./sdk-iam');
      return new sdk.IAMClient(config(aws.region, maxAttempts.looks));
    },
    ec2() {
      const { sdk } = require('./sdk-ec2') as typeof import('./sdk-ec2');
      return new sdk.EC2Client(config(aws.region, maxAttempts.looks));
    },
    ssm() {
      const { sdk } = require('./sdk-ssm') as typeof import('./sdk-ssm');
      return new sdk.SSMClient(config(aws.region, maxAttempts.looks));
    },
    secrets() {
      const { sdk } = require('./sdk-secrets-manager') as typeof import('./sdk-secrets-manager');
      return new sdk.SecretsManagerClient(config(aws.region, maxAttempts.looks));
    },
  };
}

function steadyRetries(attempts: number, delayMs: number) {
  const { ConfiguredRetryStrategy } = require('@smithy/core/retry') as typeof import('@smithy/core/retry');
  return new ConfiguredRetryStrategy(attempts, delayMs);
}
