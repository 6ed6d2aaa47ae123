import type { IncomingHttpHeaders } from 'node:http';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ec2 from '@aws-sdk/client-ec2';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as elasticloadbalancing from '@aws-sdk/client-elastic-load-balancing-v2';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as scheduler from '@aws-sdk/client-scheduler';
import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import * as ssm from '@aws-sdk/client-ssm';
import * as sts from '@aws-sdk/client-sts';

import type { Protocol } from './protocol';
import { ec2QueryProtocol } from './ec2-query-protocol';
import { jsonProtocol } from './json-protocol';
import { queryProtocol } from './query-protocol';

/** How one AWS service is spoken to. (measured) */
export interface ServiceWire {
  readonly protocol: Protocol;
  readonly schemas: Readonly<Record<string, unknown>>;
}

export const serviceWires: Readonly<Record<string, ServiceWire>> = {
  ecs: { protocol: jsonProtocol('ClientException'), schemas: ecs },
  ecr: { protocol: jsonProtocol('InvalidParameterException'), schemas: ecr },
  logs: { protocol: jsonProtocol('InvalidParameterException'), schemas: logs },
  // (measured: its SDK speaks JSON 1.0, whichever other protocols the service knows)
  monitoring: { protocol: jsonProtocol('MissingParameter', '1.0'), schemas: cloudwatch },
  elasticloadbalancing: { protocol: queryProtocol(elasticloadbalancing), schemas: elasticloadbalancing },
  sts: { protocol: queryProtocol(sts), schemas: sts },
  iam: { protocol: queryProtocol(iam), schemas: iam },
  ec2: { protocol: ec2QueryProtocol, schemas: ec2 },
  ssm: { protocol: jsonProtocol('ValidationException'), schemas: ssm },
  // REST: its paths are read in rest-request.ts.
  scheduler: { protocol: jsonProtocol('ValidationException'), schemas: scheduler },
  events: { protocol: jsonProtocol('ValidationException'), schemas: events },
  secretsmanager: { protocol: jsonProtocol('ValidationException'), schemas: secretsmanager },
};

const targets: Readonly<Record<string, string>> = {
  AmazonEC2ContainerServiceV20141113: 'ecs',
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  Logs_20140328: 'logs',
  AmazonSSM: 'ssm',
  AWSEvents: 'events',
  GraniteServiceVersion20100801: 'monitoring',
  secretsmanager: 'secretsmanager',
};
const versions: Readonly<Record<string, string>> = {
  '2015-12-01': 'elasticloadbalancing',
  '2011-06-15': 'sts',
  '2010-05-08': 'iam',
  '2016-11-15': 'ec2',
};

/** Which operation of which service a request is for. */
export function addressOf(
  headers: IncomingHttpHeaders,
  body: string,
): { readonly service: string; readonly operation: string } | undefined {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const [prefix = '', operation = ''] = target.split('.');
    const service = targets[prefix];
    return service === undefined ? undefined : { service, operation };
  }
  const form = new URLSearchParams(body);
  const service = versions[form.get('Version') ?? ''];
  const operation = form.get('Action');
  return service === undefined || operation === null ? undefined : { service, operation };
}
