import {
  DescribeListenersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { productionListener, productionRule, shifted, testRule } from '../../scenarios/given/shift';
import { targetGroupNamed } from '../../scenarios/given/givens';
import { openAccount, refusalOf, type Account } from '../account';

const [blue, green, stranger] = ['web', 'web-other', 'stranger'].map(targetGroupNamed) as [
  string,
  string,
  string,
];

describe('a listener rule of the simulated load balancer', () => {
  let account: Account;
  let elb: ElasticLoadBalancingV2Client;
  afterEach(async () => {
    elb.destroy();
    await account.close();
  });

  async function open(deploymentConfiguration: DeploymentConfiguration) {
    account = await openAccount({ ...shifted, desiredCount: 2, deploymentConfiguration });
    elb = new ElasticLoadBalancingV2Client(account.config);
  }

  /** Weights of the two groups, and of any other. */
  async function weightsOf(rule: string) {
    const { Rules } = await elb.send(new DescribeRulesCommand({ RuleArns: [rule] }));
    const groups = Rules![0]!.Actions![0]!.ForwardConfig!.TargetGroups!;
    return [blue, green].map((arn) => groups.find((one) => one.TargetGroupArn === arn)?.Weight);
  }

  it('forwards to the group that serves, and its weights move with each shift, there and back', async () => {
    await open({
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 10 },
    });
    expect(await weightsOf(productionRule)).to.deep.equal([100, 0]);
    await account.deploy();
    await account.pass(400);
    expect([await weightsOf(productionRule), await weightsOf(testRule)]).to.deep.equal([
      [950, 50],
      [0, 100],
    ]);
    await account.pass(3600);
    expect(await weightsOf(productionRule)).to.deep.equal([0, 100]);
    await account.deploy();
    await account.pass(400);
    expect(await weightsOf(productionRule)).to.deep.equal([50, 950]);
    account.aws.world.stopServiceDeployment('shop', 'web');
    await account.pass(3600);
    expect([await weightsOf(productionRule), await weightsOf(testRule)]).to.deep.equal([
      [0, 100],
      [0, 100],
    ]);
  });

  it('is of a listener that is told by its ARN, with the hosts it asks for', async () => {
    await open({ strategy: 'BLUE_GREEN' });
    const { world } = account.aws;
    world.setHosts(productionRule, ['shop.example.com']);
    world.setListener(productionListener, { Protocol: 'HTTP', Port: 8080 });
    const { Rules } = await elb.send(new DescribeRulesCommand({ RuleArns: [productionRule] }));
    expect(Rules![0]!.Conditions![0]).to.deep.include({
      HostHeaderConfig: { Values: ['shop.example.com'] },
      Values: ['shop.example.com'],
    });
    const { Listeners } = await elb.send(
      new DescribeListenersCommand({ ListenerArns: [productionListener] }),
    );
    expect(Listeners![0]).to.include({ Protocol: 'HTTP', Port: 8080 });
    const missing = new DescribeListenersCommand({ ListenerArns: [`${productionListener}9`] });
    expect((await refusalOf(elb.send(missing))).name).to.equal('ListenerNotFoundException');
  });

  it('has its weight where it was for the deployment that replaces another in the middle of a shift', async () => {
    await open({ strategy: 'LINEAR' });
    await account.deploy();
    await account.pass(900);
    expect((await weightsOf(productionRule))[1]).to.be.greaterThan(0);
    await account.deploy();
    await account.pass(1);
    expect(await weightsOf(productionRule)).to.deep.equal([100, 0]);
    await account.pass(2 * 3600);
    expect((await account.record()).status).to.equal('SUCCESSFUL');
  });

  for (const [what, forward, said] of [
    ['sends to both groups', { [blue]: 1, [green]: 1 }, 'found 2 target groups which are serving traffic'],
    ['sends to neither', { [blue]: 0, [green]: 0 }, 'found 0 target groups'],
    [
      'sends to a third group',
      { [blue]: 0, [green]: 0, [stranger]: 1 },
      `unexpected target group ${stranger}. Expected`,
    ],
    ['is gone', 'deleted', 'configuration. One or more rules not found'],
  ] as const) {
    it(`makes ECS give a deployment up, in its own words, where it ${what}`, async () => {
      await open({ strategy: 'BLUE_GREEN' });
      account.aws.world.setForward(productionRule, forward);
      await account.deploy();
      await account.pass(600);
      const { status, statusReason } = await account.record();
      expect(status).to.equal('ROLLBACK_SUCCESSFUL');
      expect(statusReason).to.contain('because of invalid networking configuration').and.contain(said);
      expect(account.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
    });
  }

  it('makes ECS give a deployment up where no rule knows a group of the service', async () => {
    await open({ strategy: 'BLUE_GREEN' });
    for (const rule of [productionRule, testRule]) account.aws.world.setForward(rule, { [blue]: 1 });
    await account.deploy();
    await account.pass(600);
    expect((await account.record()).statusReason).to.contain(
      `configuration: Target group ${green} is not associated`,
    );
  });

  it('is not looked at where it sends to the empty group of the two: ECS goes by what it knows', async () => {
    await open({ strategy: 'BLUE_GREEN' });
    account.aws.world.setForward(productionRule, { [blue]: 0, [green]: 1 });
    await account.deploy();
    await account.pass(600);
    expect((await account.record()).status).to.equal('SUCCESSFUL');
    expect(await weightsOf(productionRule)).to.deep.equal([0, 100]);
  });

  it('is needed by an update to such a strategy', async () => {
    await open({});
    const [{ advancedConfiguration: _, ...plain }] = shifted.loadBalancers as [
      object & { advancedConfiguration?: object },
    ];
    const update = account.deploy(undefined, {
      deploymentConfiguration: { strategy: 'BLUE_GREEN' },
      loadBalancers: [plain],
    });
    expect((await refusalOf(update)).message).to.contain('advancedConfiguration field is required');
  });
});
