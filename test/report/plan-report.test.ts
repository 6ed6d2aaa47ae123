import { expect } from 'chai';
import { base, definitionOf, plannedIn, secretArn } from '../preflight/look-ahead';
import { openShop, type Shop } from '../shop';

describe('a plan, in the log and in its file,', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  it('shows no value that could be a secret, in the log or the file, and names what changes', async () => {
    const words = [
      'hunter2-env',
      'hunter2-command',
      'hunter2-label',
      'hunter2-option',
      'hunter2-check',
      'hunter2-volume',
    ];
    const [env, command, label, option, check, volume] = words as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    base(
      {
        volumes: [
          {
            name: 'data',
            dockerVolumeConfiguration: { driver: 'local', driverOpts: { o: `password=${volume}` } },
          },
        ],
        requiresCompatibilities: ['EC2', 'FARGATE'],
      },
      {
        environment: [{ name: 'DATABASE_URL', value: `postgres://app:${env}@db/app` }],
        command: ['serve', '--token', command],
        entryPoint: ['/bin/sh', '-c', `TOKEN=${command} exec app`],
        dockerLabels: { key: label },
        healthCheck: { command: ['CMD-SHELL', `curl -H "Authorization: ${check}" localhost`], interval: 10 },
        logConfiguration: {
          logDriver: 'splunk',
          options: { 'splunk-token': option, 'splunk-url': 'https://x' },
        },
        secrets: [{ name: 'KEY', valueFrom: secretArn('web/key') }],
      },
    )(shop);
    shop.aws.world.createSecret('web/key');
    const { log, text, file } = await plannedIn(shop);
    for (const word of words) expect(log + text).not.to.contain(word);
    const shown = file?.differences.map(
      ({ path, isHidden = false }) => `${path.slice(2).join('.')} ${String(isHidden)}`,
    );
    expect(shown).to.include.members([
      'environment.DATABASE_URL true',
      'command true',
      'entryPoint true',
      'dockerLabels.key true',
      'healthCheck.command true',
      'healthCheck.interval false',
      'logConfiguration.options.splunk-token true',
      'secrets.KEY false',
    ]);
    expect(log).to.contain(`+ web secrets.KEY: ${secretArn('web/key')}`);
  });

  it('fits on a page of 100 columns, but for names that have to be copied whole', async () => {
    base(
      { ...definitionOf(shop), cpu: '512', memory: '1024' },
      { environment: [{ name: 'MODE', value: 'fast' }] },
    )(shop);
    for (const operation of ['GetRole', 'DescribeSubnets', 'SimulatePrincipalPolicy'])
      shop.aws.faults.add({ operation, kind: 'access-denied', times: Infinity });
    const { log } = await plannedIn(shop);
    const long = log.split('\n').filter((line) => line.length > 100);
    for (const line of long)
      expect(line).to.match(/^(image|caller|service|plan|happened|plan file) +|sha256|\(web:2: /);
  });
});
