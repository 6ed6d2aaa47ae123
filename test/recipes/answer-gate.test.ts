import { HttpResponse } from '@smithy/core/transport';
import { expect } from 'chai';
import { Readable } from 'node:stream';
import { pausedAfterScaleUp } from '../scenarios/given/givens';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

describe('answering the gate of a deployment', () => {
  let fixture: ServiceFixture;
  let outputs: Readonly<Record<string, string>>;
  beforeEach(async () => {
    fixture = await openServiceFixture({ configuration: pausedAfterScaleUp });
    outputs = (await fixture.deploy()).dotenv;
  });
  afterEach(() => fixture.close());

  const silentSite = {
    ECS_CD_HEALTH_CHECK_URL: 'http://127.0.0.1:1/health',
    ECS_CD_HEALTH_CHECK_TIMEOUT: '10s',
  };
  const pressed = (command: 'continue' | 'reject', deployment: string | undefined) =>
    fixture.run([command], { env: { ECS_CD_DEPLOYMENT: deployment } });

  it('is told by the dotenv which deployment waits, at which stage, for which hook, until when, and what comes then', () => {
    expect(outputs).to.include({ ECS_CD_VERDICT: 'paused', ECS_CD_PAUSE_STAGE: 'POST_SCALE_UP' });
    expect(outputs['ECS_CD_PAUSE_THEN']).to.equal('ROLLBACK');
    expect(outputs['ECS_CD_PAUSE_HOOK']).to.match(/^ecs-pause-/);
    expect(outputs['ECS_CD_PAUSE_UNTIL']).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(outputs['ECS_CD_DEPLOYMENT']).to.match(/^arn:aws:ecs:.*:service-deployment\/shop\/web\/[\w-]+$/);
  });

  it('goes by the deployment that the dotenv names, and hands on the address of the environment', async () => {
    const { dotenv } = await exits(0, pressed('continue', outputs['ECS_CD_DEPLOYMENT']));
    expect(dotenv).to.include({ ECS_CD_VERDICT: 'succeeded', ECS_CD_TASK_DEFINITION: 'web:2' });
    expect(dotenv['ECS_CD_ENVIRONMENT_URL']).to.match(/^https:/);
    expect(dotenv).to.not.have.any.keys('ECS_CD_DEPLOYMENT', 'ECS_CD_PAUSE_HOOK');
  });

  it('refuses the deployment of another service, as the dotenv of another environment names it', async () => {
    const elsewhere = outputs['ECS_CD_DEPLOYMENT']?.replace('shop/web', 'shop/worker');
    const { log } = await exits(2, pressed('continue', elsewhere));
    expect(log).to.match(/ECS_CD_DEPLOYMENT is of service worker in cluster shop, not of web in shop/);
  });

  it('refuses a deployment that ECS does not know, and what is no ARN of one', async () => {
    const unknown = await pressed('reject', outputs['ECS_CD_DEPLOYMENT']?.replace(/[\w-]+$/, 'Unknown1'));
    expect(unknown.exitCode, unknown.log).to.equal(3);
    expect(unknown.log).to.match(/fix +run the deploy job again/);
    const wrong = await exits(2, pressed('reject', 'ecs-svc/12'));
    expect(wrong.log).to.contain('ECS_CD_DEPLOYMENT');
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
  });

  it('rejects a release whose image is gone, which cannot go on', async () => {
    fixture.aws.world.deleteImage('team/web', 'v2');
    const deployment = outputs['ECS_CD_DEPLOYMENT'];
    const continued = await exits(3, pressed('continue', deployment));
    expect(continued.log).to.contain('there is no image');
    const { log } = await exits(0, pressed('reject', deployment));
    expect(log).to.contain('the deployment was rejected');
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('goes on where the record shows the hook as waiting for a while after it was answered', async () => {
    const operation = 'DescribeServiceDeployments';
    fixture.aws.faults.add({ operation, kind: 'stale', after: 1, seconds: 20, times: 3 });
    await exits(0, pressed('continue', undefined));
  });

  it('waits on where ECS has taken the answer and the hook waits all the same, minutes later', async () => {
    const { requestHandler } = fixture.aws;
    const handle: typeof requestHandler.handle = (request, options) => {
      if (!request.headers['x-amz-target']?.endsWith('.ContinueServiceDeployment'))
        return requestHandler.handle(request, options);
      const body = Readable.from([JSON.stringify({ serviceDeploymentArn: outputs['ECS_CD_DEPLOYMENT'] })]);
      return Promise.resolve({ response: new HttpResponse({ statusCode: 200, body }) });
    };
    const wire = { requestHandler: { ...requestHandler, handle } };
    const { log } = await exits(11, fixture.run(['continue'], { wire }));
    expect(log).to.match(/^02:\d\d +paused: at POST_SCALE_UP/m);
  });

  for (const [ways, again] of [
    ['to an ACTIVE revision', false],
    ['to one that is registered again', true],
  ] as const)
    it(`leaves a way back ${ways} where it fails, and does not go forward again; rejected it does`, async () => {
      const { deployment, way } = await heldOnTheWayBack(again);
      const { exitCode, log } = await fixture.run(['continue'], {
        env: { ECS_CD_DEPLOYMENT: deployment, ...silentSite },
      });
      expect(exitCode, log).to.equal(7);
      expect(log).to.contain('not rolled back: this was the rollback');
      expect(fixture.aws.truth('web').taskDefinition).to.equal(way);
    });

  it('leaves it so, too, in the pipeline of the commit that it goes back to', async () => {
    fixture.aws.world.putImage('team/web', 'v3');
    await pressed('continue', outputs['ECS_CD_DEPLOYMENT']);
    const env = { DOCKER_TAG: 'v3' };
    await fixture.deploy({ env });
    await exits(0, fixture.run(['continue'], { env }));
    const { dotenv } = await exits(11, fixture.run(['rollback']));
    const ofEarlier = { ECS_CD_DEPLOYMENT: dotenv['ECS_CD_DEPLOYMENT'], DOCKER_TAG: 'v2', ...silentSite };
    const { log } = await exits(7, fixture.run(['continue'], { env: ofEarlier }));
    expect(log).to.contain('not rolled back: this was the rollback');
  });

  it('has a way back undone that is rejected', async () => {
    const { deployment } = await heldOnTheWayBack(false);
    await exits(0, pressed('reject', deployment));
    expect(fixture.aws.truth('web').taskDefinition).to.equal('web:2');
  });

  /** The release serves, and the gate holds the deployment of the rollback job. */
  async function heldOnTheWayBack(again: boolean) {
    await pressed('continue', outputs['ECS_CD_DEPLOYMENT']);
    if (again) fixture.aws.world.deregisterTaskDefinition('web:1');
    const { dotenv } = await exits(11, fixture.run(['rollback', ...(again ? ['--again'] : [])]));
    return { deployment: dotenv['ECS_CD_DEPLOYMENT'], way: again ? 'web:3' : 'web:1' };
  }

  it('is red where somebody let the release through at the same moment, and it serves', async () => {
    let isWaiting = true;
    fixture.aws.onCall(({ operation }) => {
      if (operation !== 'DescribeServiceDeployments' || !isWaiting) return;
      isWaiting = false;
      fixture.aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE');
    });
    const { log } = await exits(7, pressed('reject', undefined));
    expect(log).to.contain('it was not taken back').and.contain('run the rollback job');
  });
});
