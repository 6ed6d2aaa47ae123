import { expect } from 'chai';
import { hostOf } from '../../runner/ecs/service-address';
import { expressMode } from '../scenarios/given/express';
import { networkShifted, productionListener, productionRule, shifted } from '../scenarios/given/shift';
import { deployedToTheGate, loadBalanced, pausedAfterScaleUp } from '../scenarios/given/givens';
import {
  openServiceFixture,
  type FixtureOptions,
  type FixtureRun,
  type ServiceFixture,
} from '../service-fixture';

const inConsole = /^https:\/\/eu-central-1\.console\.aws\.amazon\.com\//;
const balanced: FixtureOptions = { service: shifted };
const gateway: FixtureOptions = { service: { ...loadBalanced, isBehindGateway: true } };
const unseen = ({ aws }: ServiceFixture) =>
  aws.faults.add({ operation: 'DescribeServiceRevisions', kind: 'access-denied', times: Infinity });
const hosts =
  (...names: readonly string[]) =>
  ({ aws }: ServiceFixture) =>
    aws.world.setHosts(productionRule, names);

async function urlAfter(
  options: FixtureOptions,
  given: (fixture: ServiceFixture) => void | Promise<void>,
  argv = ['deploy'],
  run: FixtureRun = {},
) {
  const fixture = await openServiceFixture(options);
  try {
    await given(fixture);
    const first = fixture.aws.calls.length;
    const { dotenv, log } = await fixture.run(argv, run);
    const operations = fixture.aws.calls.slice(first).map(({ operation }) => operation);
    return { url: dotenv['ECS_CD_ENVIRONMENT_URL'] ?? '', log, operations };
  } finally {
    await fixture.close();
  }
}

describe('the address of the environment', () => {
  for (const [what, options, given, expected] of [
    ['the one host of the production rule', balanced, hosts('shop.example.com'), 'https://shop.example.com'],
    [
      'the same with the scheme and the port of the listener',
      balanced,
      (fixture: ServiceFixture) => {
        hosts('shop.example.com')(fixture);
        fixture.aws.world.setListener(productionListener, { Protocol: 'HTTP', Port: 8080 });
      },
      'http://shop.example.com:8080',
    ],
    ['that of Express Mode', expressMode, () => {}, 'https://web-0123456789ab.ecs.eu-central-1.on.aws'],
    ['that of an ECS Gateway', gateway, () => {}, 'https://web.gateway.example.com'],
    ['the console for two hosts', balanced, hosts('one.example.com', 'two.example.com'), inConsole],
    ['the console for any host', balanced, hosts('*.example.com'), inConsole],
    ['the console for a rule without a host', balanced, () => {}, inConsole],
    ['the console for a Network Load Balancer', { service: networkShifted }, () => {}, inConsole],
    [
      'the console where AWS denies the look',
      balanced,
      (fixture: ServiceFixture) => {
        hosts('shop.example.com')(fixture);
        fixture.aws.faults.add({ operation: 'DescribeListeners', kind: 'access-denied', times: Infinity });
      },
      inConsole,
    ],
    ['the console where the revision of Express Mode may not be looked at', expressMode, unseen, inConsole],
    ['the console where that of an ECS Gateway may not be', gateway, unseen, inConsole],
  ] as const) {
    it(`is ${what}`, async () => {
      const { url, log } = await urlAfter(options, given);
      expect(log).to.contain('succeeded (exit 0)');
      if (typeof expected === 'string') expect(url).to.equal(expected);
      else expect(url).to.match(expected);
    });
  }

  it('is the one that was given, and nothing is asked for it', async () => {
    const env = { ECS_CD_ENVIRONMENT_URL: 'https://given.example.com' };
    const { url, operations } = await urlAfter(balanced, hosts('shop.example.com'), ['deploy'], { env });
    expect(url).to.equal('https://given.example.com');
    expect(operations).not.to.include('DescribeListeners');
  });

  it('is found by the job that lets a deployment go on, too', async () => {
    const gated = { ...balanced, configuration: pausedAfterScaleUp };
    const given = async (fixture: ServiceFixture) => {
      hosts('shop.example.com')(fixture);
      await deployedToTheGate(fixture);
    };
    expect((await urlAfter(gated, given, ['continue'])).url).to.equal('https://shop.example.com');
  });

  it('is no address where the rule asks for more than the host', () => {
    const host = { Field: 'host-header', HostHeaderConfig: { Values: ['shop.example.com'] } };
    const path = { Field: 'path-pattern', Values: ['/api/*'] };
    expect([{ Conditions: [host] }, { Conditions: [host, path] }, {}].map(hostOf)).to.deep.equal([
      'shop.example.com',
      undefined,
      undefined,
    ]);
  });
});
