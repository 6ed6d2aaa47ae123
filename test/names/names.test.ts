import { expect } from 'chai';
import {
  arnPartsOf,
  deploymentIdOfRevision,
  familyRevisionOf,
  lastSegmentOf,
  serviceRevisionIdOf,
} from '../../runner/names/arn';
import { providerNameOf } from '../../runner/names/identity-provider';
import { isLoopback } from '../../runner/names/loopback';
import { partitionOf } from '../../runner/names/partition';
import { publicUrlOf } from '../../runner/names/public-url';

const ecs = 'arn:aws-cn:ecs:cn-north-1:123456789012';
const parts = { partition: 'aws-cn', service: 'ecs', region: 'cn-north-1', accountId: '123456789012' };

describe('the name of something of AWS', () => {
  for (const [what, read, given, expected] of [
    ['last segment', lastSegmentOf, `${ecs}:task/shop/0f1e2d`, '0f1e2d'],
    ['last segment', lastSegmentOf, 'web', 'web'],
    ['family and revision', familyRevisionOf, `${ecs}:task-definition/web:7`, 'web:7'],
    ['service revision', serviceRevisionIdOf, 'ecs-svc/1234567890', '1234567890'],
    ['deployment', deploymentIdOfRevision, `${ecs}:service-revision/shop/web/123`, 'ecs-svc/123'],
    ['provider', providerNameOf, 'https://gitlab.example.com', 'gitlab.example.com'],
    ['provider', providerNameOf, 'http://gitlab.example.com:8080/git//', 'gitlab.example.com:8080/git'],
    ['provider', providerNameOf, 'gitlab.com/https://x', 'gitlab.com/https://x'],
    ['partition', partitionOf, 'eu-central-1', 'aws'],
    ['partition', partitionOf, 'us-east-1', 'aws'],
    ['partition', partitionOf, 'x-cn-us-gov-us-iso-us-isob-eu-isoe-us-isof-eusc-', 'aws'],
    ['partition', partitionOf, 'cn-north-1', 'aws-cn'],
    ['partition', partitionOf, 'us-gov-west-1', 'aws-us-gov'],
    ['partition', partitionOf, 'us-iso-east-1', 'aws-iso'],
    ['partition', partitionOf, 'us-isob-east-1', 'aws-iso-b'],
    ['partition', partitionOf, 'eu-isoe-west-1', 'aws-iso-e'],
    ['partition', partitionOf, 'us-isof-south-1', 'aws-iso-f'],
    ['partition', partitionOf, 'eusc-de-east-1', 'aws-eusc'],
  ] as const) {
    it(`has the ${what} ${expected} where it is ${given}`, () => {
      expect(read(given)).to.equal(expected);
    });
  }

  for (const [arn, expected] of [
    [`${ecs}:task/a:b`, { ...parts, resource: 'task/a:b' }],
    [
      'arn:aws:s3:::bucket/x',
      { partition: 'aws', service: 's3', region: '', accountId: '', resource: 'bucket/x' },
    ],
    [`${ecs}:`, undefined],
    [`x${ecs}:task`, undefined],
    [`${ecs}:task\nx`, undefined],
    ['arn::ecs:eu-central-1:123456789012:task', undefined],
    ['arn:aws::eu-central-1:123456789012:task', undefined],
    ['arn:aws:ecs:eu-central-1', undefined],
    ['web', undefined],
  ] as const) {
    it(`${expected ? 'has its parts' : 'is no ARN'} where it is ${arn}`, () => {
      expect(arnPartsOf(arn)).to.deep.equal(expected);
    });
  }
});

describe('a host', () => {
  const own = ['localhost', '[::1]', '127.0.0.1', '127.12.123.1'];
  const others = [
    'localhost.io',
    '::1',
    '128.0.0.1',
    '127.0.0',
    '127.0.0.1.io',
    'x127.0.0.1',
    '127.0.0.1234',
  ];
  for (const name of [...own, ...others]) {
    it(`${name} is ${own.includes(name) ? '' : 'not '}this machine itself`, () => {
      expect(isLoopback(name)).to.equal(own.includes(name));
    });
  }
});

describe('an address in the log', () => {
  for (const [given, shown] of [
    ['https://user:pass@x.io/a', 'https://x.io/a'],
    ['https://token@x.io', 'https://x.io'],
    ['https://a@b@x.io/c', 'https://x.io/c'],
    ['https://x.io/a@b', 'https://x.io/a@b'],
    ['https://x.io/a?token=1\nb', 'https://x.io/a'],
    ['https://x.io#token', 'https://x.io'],
    ['https://x.io?mail=a@b', 'https://x.io'],
    ['https://x.io#a@b', 'https://x.io'],
    ['see user@x.io', 'see user@x.io'],
    ['what? user://name', 'what? user://name'],
    ['see https://x.io/a and user@x.io', 'see https://x.io/a and user@x.io'],
  ] as const) {
    it(`is ${JSON.stringify(shown)} where it is ${JSON.stringify(given)}`, () => {
      expect(publicUrlOf(given)).to.equal(shown);
    });
  }
});
