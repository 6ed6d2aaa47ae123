import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ec2 from '@aws-sdk/client-ec2';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import * as ssm from '@aws-sdk/client-ssm';
import * as sts from '@aws-sdk/client-sts';
import { HttpResponse } from '@smithy/core/protocols';
import { expect } from 'chai';
import { Readable } from 'node:stream';
import { readErrorOf } from '../../runner/aws/aws-error';
import { clientsOf, type Clients } from '../../runner/aws/clients/clients';
import type { Wire } from '../../runner/host';

/** The runner's own clients, which get this answer to whatever they ask. */
function answering(body: string): Clients {
  const handle = () => {
    const response = new HttpResponse({ statusCode: 200, body: Readable.from([Buffer.from(body)]) });
    return Promise.resolve({ response });
  };
  const credentials = { kind: 'static', accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' } as const;
  const wire: Wire = { requestHandler: { handle } as NonNullable<Wire['requestHandler']>, retryDelayMs: 0 };
  return clientsOf({ region: 'eu-central-1', credentials }, wire, { hide: () => undefined });
}

const services = (clients: Clients) =>
  clients.ecs().reads.send(new ecs.DescribeServicesCommand({ services: ['web'] }));
const revision = (clients: Clients) =>
  clients.ecs().reads.send(new ecs.DescribeTaskDefinitionCommand({ taskDefinition: 'web' }));
const alarmsOf = (clients: Clients) => clients.cloudWatch().send(new cloudwatch.DescribeAlarmsCommand({}));
const health = (clients: Clients) =>
  clients.loadBalancing().send(new elb.DescribeTargetHealthCommand({ TargetGroupArn: 'web' }));
const events = (clients: Clients) =>
  clients.logs('eu-central-1').send(new logs.GetLogEventsCommand({ logStreamName: 'web' }));
const images = (clients: Clients) =>
  clients.ecr('eu-central-1').send(new ecr.DescribeImagesCommand({ repositoryName: 'web' }));
const role = (clients: Clients) => clients.iam().send(new iam.GetRoleCommand({ RoleName: 'web' }));
const subnets = (clients: Clients) => clients.ec2().send(new ec2.DescribeSubnetsCommand({}));
const parameters = (clients: Clients) => clients.ssm().send(new ssm.DescribeParametersCommand({}));
const caller = (clients: Clients) => clients.sts().send(new sts.GetCallerIdentityCommand({}));

const moment = new Date('2026-03-01T10:00:00.500Z');
const epoch = moment.getTime() / 1000;
const xml = (operation: string, result: string) =>
  `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`;
const roleXml = (more: string) => xml('GetRole', `<Role><RoleName>web</RoleName>${more}</Role>`);

type Ask = (clients: Clients) => Promise<object>;

/** What AWS may answer, in the words on the wire, and what of it is read. */
const good: readonly [string, Ask, string, object][] = [
  ['no service', services, '{"services":[],"failures":[]}', { services: [], failures: [] }],
  [
    'a member that is null, and one that the SDK does not know',
    services,
    '{"services":[{"serviceName":"web","events":null,"newer":[1]}],"failures":null}',
    { services: [{ serviceName: 'web' }] },
  ],
  [
    'nothing in a list, which is left out',
    services,
    '{"services":[null,{"serviceName":"web","deployments":[null]}]}',
    { services: [{ serviceName: 'web', deployments: [] }] },
  ],
  [
    'a time in seconds, with a fraction or in exponents',
    services,
    `{"services":[{"createdAt":${epoch},"deployments":[{"createdAt":1.7723592005E9}]}]}`,
    { services: [{ createdAt: moment, deployments: [{ createdAt: moment }] }] },
  ],
  [
    'maps with nothing in them and with a null',
    revision,
    '{"taskDefinition":{"containerDefinitions":[{"dockerLabels":{},"logConfiguration":{"options":{"a":null}}}]}}',
    {
      taskDefinition: {
        containerDefinitions: [{ dockerLabels: {}, logConfiguration: { options: { a: null } } }],
      },
    },
  ],
  [
    'a number as a text',
    images,
    '{"imageDetails":[{"imageSizeInBytes":"1"}]}',
    { imageDetails: [{ imageSizeInBytes: '1' }] },
  ],
  [
    'a union, and one of a kind that the SDK does not know',
    alarmsOf,
    `{"MetricAlarms":[{"AlarmName":"a","StateUpdatedTimestamp":${epoch},"EvaluationCriteria":{"PromQLCriteria":{"Query":"up"}}},{"EvaluationCriteria":{"Newer":{"a":1}}}]}`,
    {
      MetricAlarms: [
        {
          AlarmName: 'a',
          StateUpdatedTimestamp: moment,
          EvaluationCriteria: { PromQLCriteria: { Query: 'up' } },
        },
        { EvaluationCriteria: { $unknown: ['Newer', { a: 1 }] } },
      ],
    },
  ],
  [
    'log events with times that are numbers',
    events,
    `{"events":[{"timestamp":1,"message":""}]}`,
    { events: [{ timestamp: 1, message: '' }] },
  ],
  ['a list that goes on after nothing', parameters, '{"NextToken":"a"}', { NextToken: 'a' }],
  [
    'no target',
    health,
    xml('DescribeTargetHealth', '<TargetHealthDescriptions/>'),
    { TargetHealthDescriptions: [] },
  ],
  [
    'empty elements: a list, a structure, a text',
    health,
    xml(
      'DescribeTargetHealth',
      '<TargetHealthDescriptions><member><Target/><HealthCheckPort/></member><member/></TargetHealthDescriptions>',
    ),
    { TargetHealthDescriptions: [{ Target: {}, HealthCheckPort: '' }, {}] },
  ],
  [
    'a text that could be a number',
    health,
    xml(
      'DescribeTargetHealth',
      '<TargetHealthDescriptions><member><HealthCheckPort>80</HealthCheckPort></member></TargetHealthDescriptions>',
    ),
    { TargetHealthDescriptions: [{ HealthCheckPort: '80' }] },
  ],
  ...['2026-03-01T10:00:00.500Z', '2026-03-01T11:00:00.5+01:00'].map(
    (time): [string, Ask, string, object] => [
      `the time ${time}`,
      role,
      roleXml(`<CreateDate>${time}</CreateDate><Tags/>`),
      { Role: { RoleName: 'web', CreateDate: moment, Tags: [] } },
    ],
  ),
  ['no subnet', subnets, '<DescribeSubnetsResponse><subnetSet/></DescribeSubnetsResponse>', { Subnets: [] }],
  ['who asks', caller, xml('GetCallerIdentity', '<Account>1</Account>'), { Account: '1' }],
];

const unreadable: readonly [string, Ask, string][] = [
  ['a number in place of a list', services, '{"services":7}'],
  ['a structure in place of a list', services, '{"services":{"0":{}}}'],
  ['a text in place of a structure', services, '{"services":["web"]}'],
  ['a number in place of a text', services, '{"services":[{"serviceName":7}]}'],
  [
    'a list in place of a map',
    revision,
    '{"taskDefinition":{"containerDefinitions":[{"dockerLabels":["a"]}]}}',
  ],
  ['a time that is none', services, '{"services":[{"createdAt":"soon"}]}'],
  ['a time that is none, in XML', role, roleXml('<CreateDate/>')],
  ['nothing of what was asked for', services, '{}'],
  ['nothing of what was asked for, in XML', health, xml('DescribeTargetHealth', '')],
  ['a page in place of XML', health, '<html><p>Sign in</p></html>'],
  ['a page in place of JSON', services, '<html><p>Sign in</p></html>'],
  ['another kind of JSON', services, '[]'],
];

describe('the shape of an answer', () => {
  for (const [what, ask, body, read] of good) {
    it(`is good where it has ${what}`, async () => {
      const { $metadata, ...answer } = (await ask(answering(body))) as Record<string, unknown>;
      expect($metadata).to.include({ httpStatusCode: 200 });
      expect(answer).to.deep.equal(read);
    });
  }

  for (const [what, ask, body] of unreadable) {
    it(`is told for a page that is not AWS's where it is ${what}`, async () => {
      const error: unknown = await ask(answering(body)).catch((one: unknown) => one);
      const call = { purpose: 'look', permission: 'a:b', resource: '*' };
      expect(readErrorOf(error, call)).to.include({ verdict: 'try-again' });
      expect(readErrorOf(error, call).message).to.contain("HTTP 200 with a page that is not AWS's");
    });
  }
});
