import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSeveralServices, type SeveralServices } from '../../several-services';
import { exits } from '../../run';

describe('a plan of several services', () => {
  let fixture: SeveralServices;
  let folder: string;
  beforeEach(async () => {
    fixture = await openSeveralServices();
    folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-project-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await fixture.close();
  });
  const plan = async (more = {}) => {
    const before = fixture.changes().length;
    const run = await fixture.run(['plan'], { env: { CI_PROJECT_DIR: folder, ...more } });
    expect(fixture.changes()).to.have.lengthOf(before);
    const file = JSON.parse(readFileSync(path.join(folder, 'ecs-cd-plan.json'), 'utf8')) as {
      readonly services: readonly { readonly service: string; readonly verdict: string }[];
    };
    return { ...run, verdicts: file.services.map(({ service, verdict }) => `${service} ${verdict}`) };
  };

  it('shows what each would do, and marks a change where one of them would change', async () => {
    const [deployed] = [
      await fixture.deploy({ env: { SERVICE_NAME: 'web,worker', TASK_FAMILY: 'web,worker' } }),
    ];
    expect(deployed.exitCode, deployed.log).to.equal(0);
    const { log, verdicts } = await exits(10, plan());
    expect(log)
      .to.match(/^web +plan +web runs this already/m)
      .and.match(/^beat +plan +a deployment would register a revision/m)
      .and.match(
        /^happened +1 of 3 services would change; a deployment would register a revision from beat:1/m,
      );
    expect(verdicts).to.deep.equal(['web succeeded', 'worker succeeded', 'beat changes']);
    await fixture.deploy();
    expect((await plan()).exitCode).to.equal(0);
  });

  it('asks AWS each question once, however many services ask it', async () => {
    const looked = fixture.aws.calls.length;
    const { log } = await plan();
    const asked = fixture.aws.calls.slice(looked).map(({ operation }) => operation);
    const count = (operation: string) => asked.filter((one) => one === operation).length;
    expect(
      [
        'GetCallerIdentity',
        'GetRole',
        'SimulatePrincipalPolicy',
        'DescribeSubnets',
        'GetLifecyclePolicy',
      ].map(count),
      log,
    ).to.deep.equal([1, 1, 7, 1, 1]);
  });

  it('is a plan that programs can read, whatever a secret of the job looks like', async () => {
    const { verdicts, log } = await plan({ CI_DEPLOY_PASSWORD: 'isBuilt": true' });
    expect(verdicts, log).to.have.lengthOf(3);
  });

  it('tells what blocks any of them, all at once, and keeps the plans of all', async () => {
    fixture.aws.world.updateService({ cluster: 'shop', service: 'beat', taskDefinition: 'web' });
    for (const family of ['worker', 'beat']) {
      const image = `${fixture.env['REPOSITORY_URL']}@${fixture.aws.world.imageDigest('team/web', 'v1')}`;
      const containerDefinitions = [{ name: family, image, memory: 128 }];
      const executionRoleArn = `arn:aws:iam::123456789012:role/gone-${family}`;
      fixture.aws.world.registerTaskDefinition({ family, containerDefinitions, executionRoleArn });
    }
    const { log, verdicts } = await exits(3, plan());
    expect(log)
      .to.contain('gone-worker')
      .and.contain('gone-beat')
      .and.match(/verdict +rejected/);
    expect(verdicts).to.deep.equal(['web changes', 'worker rejected', 'beat rejected']);
  });
});
