import { expect } from 'chai';
import { openSeveralServices, type SeveralServices } from '../../several-services';

describe('ecs-cd adopt --from-service, where something is wrong', () => {
  let shop: SeveralServices;
  before(async () => {
    shop = await openSeveralServices(['web', 'worker'], { tags: [{ key: 'env', value: 'staging' }] });
  });
  after(() => shop.close());

  /** As somebody who has nothing but credentials of AWS and a token. */
  const nothing = Object.fromEntries(
    ['REPOSITORY_URL', 'DOCKER_TAG', 'TASK_FAMILY', 'SERVICE_NAME', 'CLUSTER_NAME', 'STAGE'].map((name) => [
      name,
      undefined,
    ]),
  );
  const adopt = (argv: readonly string[], env = {}) =>
    shop.run(['adopt', '--set', 'DOCKER_BUILD_CONTEXT=.', ...argv], { env: { ...nothing, ...env } });

  for (const [argv, happened, fix] of [
    [
      ['--from-service', 'shop/wep'],
      'no service "wep" in cluster "shop" (eu-central-1)',
      /--from-service shop\/wep, name one that there is, such as shop\/web, shop\/worker; or another region \(--aws-default-region\)/,
    ],
    [
      ['--from-service', 'shpo/web'],
      'no cluster "shpo" in eu-central-1',
      /service shpo, .*such as shop, empty;/,
    ],
    [['--from-service', 'shpo'], 'no cluster "shpo" in eu-central-1', /service shpo, .*such as shop, empty;/],
    [['--from-service', 'empty'], 'there is no service in cluster "empty" (eu-central-1)', /AWS_PROFILE/],
    [
      ['--from-service', 'a=shop/wep', '--from-service', 'b=shpo/web'],
      '2 services cannot be adopted; nothing was touched',
      /^ +--from-service +no service "wep" .*\n(?:.*\n)*.*such as shop\/web(?:.*\n)+ +--from-service +no cluster "shpo" in (?:.*\n)+.*shop, empty/m,
    ],
  ] as const)
    it(`says what there is not, and what is near: ${argv.join(' ')}`, async () => {
      shop.aws.world.createCluster('empty');
      const { exitCode, stderr } = await adopt([
        ...argv,
        ...(/\//.test(argv[1]) ? ['--format', 'dotenv'] : []),
      ]);
      expect(exitCode).to.equal(3);
      expect(stderr).to.match(fix).and.contain(`happened    ${happened}\n`);
      expect(stderr).to.not.match(/_NAME|refused/);
    });

  it('takes an ARN, but none of another region or account', async () => {
    const run = (place: string) =>
      adopt(['--from-service', `arn:aws:ecs:${place}:service/shop/web`, '--format', 'dotenv']);
    const { exitCode, stderr } = await run('eu-central-1:123456789012');
    expect(exitCode, stderr).to.equal(0);
    for (const place of ['us-east-1:123456789012', 'eu-central-1:210987654321']) {
      const other = await run(place);
      expect(other.exitCode).to.equal(3);
      expect(other.stderr).to.match(
        /is in \S+ of account \d+, and this run looks at eu-central-1(?: of account 123456789012)?$/m,
      );
    }
  });

  for (const [argv, words] of [
    [['arn:aws:ecs:eu-central-1:123456789012:service/web'], /is not CLUSTER\/SERVICE/],
    [['/web'], /"\/web" is not CLUSTER\/SERVICE/],
    [['shop/web,market/web'], /"shop\/web,market\/web" is not CLUSTER\/SERVICE of one cluster/],
    [['shop/web/7'], /is not CLUSTER\/SERVICE/],
    [['staging=shop/web', 'shop/worker'], /2 sources are for "staging", "\*"/],
    [
      ['shop/web', 'shop/worker'],
      /^ +--from-service +2 sources are for every environment\n +fix: begin each /m,
    ],
  ] as const)
    it(`refuses ${argv.join(' and ')}`, async () => {
      const { exitCode, stderr } = await adopt(argv.flatMap((one) => ['--from-service', one]));
      expect(exitCode).to.equal(2);
      expect(stderr).to.match(words);
    });

  for (const [what, env, words] of [
    [
      'no region',
      { AWS_DEFAULT_REGION: '' },
      /AWS_DEFAULT_REGION +is not set\n +fix: set AWS_DEFAULT_REGION \(--aws-default-region\), or AWS_PROFILE/,
    ],
    [
      'a profile without a region',
      { AWS_DEFAULT_REGION: '', AWS_PROFILE: 'nope' },
      /fix: set AWS_DEFAULT_REGION .* or AWS_PROFILE \("nope" has none\) to a profile with a region\n/,
    ],
    [
      'half a key',
      { AWS_SECRET_ACCESS_KEY: '' },
      /AWS_SECRET_ACCESS_KEY +is not set.*\n.*; or leave the keys out and set AWS_PROFILE/,
    ],
    [
      'an unknown key',
      { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' },
      /^fix +set AWS_PROFILE.*"aws sso login"/m,
    ],
  ] as const)
    it(`says to a person what to do about ${what}`, async () => {
      const { exitCode, stderr } = await shop.run(['adopt', '--from-service'], {
        env: { ...nothing, ...env },
      });
      expect(exitCode).to.be.oneOf([2, 3]);
      expect(stderr)
        .to.match(words)
        .and.not.match(/terraform|protected variable/);
    });

  it('says which AWS answers where it is another one', async () => {
    const { exitCode, stderr } = await adopt(['--from-service']);
    expect(exitCode).to.equal(0);
    expect(stderr).to.match(/^warning: not AWS: http:.* takes the place of all AWS services/m);
  });

  it('says to a person which credentials are to be allowed what is denied', async () => {
    shop.aws.faults.add({ operation: 'ListClusters', kind: 'access-denied' });
    const { exitCode, stderr } = await adopt(['--from-service']);
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/^fix +allow ecs:ListClusters on .* to the user or role of your credentials$/m);
  });

  it('looks in the region of the profile where nobody names one', async () => {
    process.env.AWS_REGION = 'eu-central-1';
    const argv = ['adopt', '--from-service'];
    const { stdout, stderr } = await shop.run(argv, { env: { ...nothing, AWS_DEFAULT_REGION: undefined } });
    delete process.env.AWS_REGION;
    expect(stdout, stderr).to.equal('shop/web\nshop/worker\n');
  });
});
