import type { DeploymentConfiguration, LoadBalancer } from '@aws-sdk/client-ecs';
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { productionRule, shifted } from '../scenarios/given/shift';
import { loadBalanced, targetGroupNamed } from '../scenarios/given/givens';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';

const [live, other] = [targetGroupNamed('web'), targetGroupNamed('web-other')];
const page = readFileSync(path.resolve(__dirname, '../../docs/codedeploy.md'), 'utf8');

/** What a command of the page is given, with the names of a real account in it. */
function given(option: string): unknown {
  const [, json = ''] = new RegExp(`${option} '([^']+)'`).exec(page) ?? [];
  const named = json
    .replaceAll('"LIVE"', `"${live}"`)
    .replaceAll('"OTHER"', `"${other}"`)
    .replaceAll('"RULE"', `"${productionRule}"`)
    .replaceAll('"INFRASTRUCTURE"', `"${shifted.loadBalancers?.[0]?.advancedConfiguration?.roleArn}"`);
  return JSON.parse(named);
}

function weigh({ aws }: ServiceFixture): void {
  const [{ ForwardConfig: { TargetGroups = [] } = {} } = {}] = given('--actions') as Action[];
  const weights = TargetGroups.map(
    ({ TargetGroupArn = '', Weight = 0 }) => [TargetGroupArn, Weight] as const,
  );
  aws.world.setForward(productionRule, Object.fromEntries(weights));
}

function move({ aws }: ServiceFixture): void {
  const [, type] = /--deployment-controller type=(\w+)/.exec(page) ?? [];
  aws.world.updateService({
    ...{ cluster: 'shop', service: 'web', deploymentController: { type: type as 'ECS' } },
    deploymentConfiguration: given('--deployment-configuration') as DeploymentConfiguration,
    loadBalancers: given('--load-balancers') as LoadBalancer[],
  });
}

describe('a service of CodeDeploy', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture({ service: { ...loadBalanced, controller: 'CODE_DEPLOY' } });
    // CodeDeploy's rule forwards to the group that serves, and to no other.
    fixture.aws.world.setForward(productionRule, { [live]: 1 });
  });
  afterEach(() => fixture.close());

  it('is refused with the page that moves it', async () => {
    const { exitCode, log } = await fixture.deploy();
    expect(exitCode, log).to.equal(3);
    expect(log).to.contain('docs/codedeploy.md');
    expect(fixture.changes()).to.deep.equal([]);
  });

  it('is deployed once the commands of the page have weighed the rule and moved it', async () => {
    weigh(fixture);
    move(fixture);
    const { exitCode, log } = await fixture.deploy();
    expect(exitCode, log).to.equal(0);
    expect(log).to.contain('stage BAKE_TIME');
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
  });

  it('is refused with what to do to the rule where that was not weighed', async () => {
    move(fixture);
    const { exitCode, log } = await fixture.deploy();
    expect(exitCode, log).to.equal(3);
    expect(log).to.match(/no listener rule of the service forwards to the target group web-other/);
  });
});
