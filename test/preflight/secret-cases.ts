import { error, unknown, type Case } from './cases';
import { all, base, denied, parameterArn, secretArn } from './look-ahead';

const secret = (valueFrom: string) => ({ secrets: [{ name: 'KEY', valueFrom }] });

/** What ECS fetches for the tasks before they start. */
export const secretCases: readonly Case[] = [
  {
    what: 'a secret that does not exist',
    appears: { given: base({}, secret(`${secretArn('web/key')}:password::`)) },
    finding: error('secret web/key-AbCdEf', /does not exist, and web is given it/, /valueFrom/),
    absent: [
      {
        given: all(
          ({ aws }) => void aws.world.createSecret('web/key'),
          base({}, secret(`${secretArn('web/key')}:password::`)),
        ),
      },
    ],
  },
  {
    what: 'a secret that is about to be deleted',
    appears: {
      given: all(
        ({ aws }) => void aws.world.createSecret('old', { isBeingDeleted: true }),
        base({}, secret(secretArn('old'))),
      ),
    },
    finding: error('secret old-AbCdEf', /about to be deleted/, /restore-secret/),
    absent: [
      { given: all(({ aws }) => void aws.world.createSecret('old'), base({}, secret(secretArn('old')))) },
    ],
  },
  {
    what: 'a secret of another region, which cannot be looked at from here',
    appears: { given: base({}, secret('arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf')) },
    finding: unknown(
      'arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf',
      /another account or region/,
    ),
  },
  {
    what: 'the credentials of a registry that do not exist, by name or ARN',
    appears: { given: base({}, { repositoryCredentials: { credentialsParameter: secretArn('hub') } }) },
    finding: error('secret hub-AbCdEf', /does not exist, and web is given it/, /valueFrom/),
    absent: [
      {
        given: all(
          ({ aws }) => void aws.world.createSecret('hub'),
          base({}, { repositoryCredentials: { credentialsParameter: 'hub' } }),
        ),
      },
    ],
  },
  {
    what: 'secrets that may not be looked at',
    appears: { given: all(denied('DescribeSecret'), base({}, secret(secretArn('web/key')))) },
    finding: unknown('secret web/key-AbCdEf', /secretsmanager:DescribeSecret/),
    absent: [{ given: denied('DescribeSecret') }],
  },
  {
    what: 'a parameter that does not exist',
    appears: { given: base({}, secret('/web/database')) },
    finding: error('parameter /web/database', /does not exist/, /valueFrom/),
    absent: [
      {
        given: all(
          ({ aws }) => aws.world.createParameter('/web/database'),
          base({}, secret(parameterArn('web/database'))),
        ),
      },
      {
        given: all(
          ({ aws }) => aws.world.createParameter('database'),
          base({}, secret(parameterArn('database'))),
        ),
      },
      {
        given: all(
          ({ aws }) => aws.world.createParameter('/web/database'),
          base({}, secret('/web/database:3')),
        ),
      },
    ],
  },
  {
    what: 'a parameter whose name may be the secret itself',
    appears: { given: base({}, secret('hunter2-Secret-pass')) },
    finding: error('parameter of secret KEY', /does not exist/),
    absent: [
      {
        given: all(({ aws }) => aws.world.createParameter('database'), base({}, secret('database'))),
      },
    ],
  },
  {
    what: 'a parameter that AWS had no time to look for',
    appears: {
      given: all(
        ({ aws: { world } }) => {
          world.setParametersPage(1);
          for (const name of ['/a', '/b', '/c', '/web/database']) world.createParameter(name);
        },
        base({}, secret('/web/database')),
      ),
    },
    finding: unknown('parameter /web/database', /not read to its end/),
    absent: [
      {
        given: all(
          ({ aws: { world } }) => {
            world.setParametersPage(2);
            for (const name of ['/a', '/b', '/c', '/web/database']) world.createParameter(name);
          },
          base({}, secret('/web/database')),
        ),
      },
    ],
  },
];
