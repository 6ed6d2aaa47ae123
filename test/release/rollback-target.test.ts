import { ECSClient, type Deployment, type Service } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { callMeter } from '../../runner/aws/call-meter';
import { ecsApi, type Ecs } from '../../runner/ecs/ecs-api';
import type { JobLog } from '../../runner/log/job-log';
import { rollbackTargetOf } from '../../runner/release/rollback-target';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';

const arn = (name: string) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/${name}`;

describe('the revision to go back to', () => {
  let fixture: ServiceFixture;
  let client: ECSClient;
  let ecs: Ecs;
  const log = { warning: () => undefined } as unknown as JobLog;
  const targetOf = async (service: Service, taskDefinition: string) =>
    (await rollbackTargetOf(service, arn(taskDefinition), { ecs, log }))?.taskDefinition;
  const deployment = (status: string, name: string, more: Partial<Deployment>): Deployment => ({
    id: `ecs-svc/${name}`,
    status,
    taskDefinition: arn(name),
    ...more,
  });
  /** Of the fixture's service, with these in its list of deployments. */
  const listing = (...deployments: Deployment[]): Service => ({ deployments });

  beforeEach(async () => {
    fixture = await openServiceFixture();
    client = new ECSClient(fixture.aws.clientConfig);
    const interruption = new AbortController().signal;
    const names = { cluster: 'shop', service: 'web' };
    ecs = ecsApi({ reads: client, writes: client }, names, {
      clock: fixture.aws.clock,
      interruption,
      meter: callMeter(fixture.aws.clock),
    });
  });
  afterEach(async () => {
    client.destroy();
    await fixture.close();
  });

  it('is the completed deployment of another revision, and never one that has not completed', async () => {
    const outside = deployment('ACTIVE', 'outside:1', { rolloutState: 'COMPLETED' });
    const ours = deployment('PRIMARY', 'web:1', { rolloutState: 'IN_PROGRESS' });
    expect(await targetOf(listing(ours, outside), 'web:1')).to.equal(arn('outside:1'));
    const failed = { ...outside, rolloutState: 'FAILED' as const };
    expect(await targetOf(listing(ours, failed), 'web:1')).to.equal(undefined);
  });

  it('is the last one that completed, in whatever order they are told', async () => {
    const [first, second, ours] = ['web:1', 'web:2', 'web:3'].map((name, index) =>
      deployment(index === 2 ? 'PRIMARY' : 'ACTIVE', name, {
        ...{ createdAt: new Date(index), rolloutState: index === 2 ? 'IN_PROGRESS' : 'COMPLETED' },
      }),
    ) as [Deployment, Deployment, Deployment];
    for (const order of [
      [first, second, ours],
      [ours, second, first],
      [second, ours, first],
    ])
      expect(await targetOf(listing(...order), 'web:3')).to.equal(arn('web:2'));
  });

  it('is what runs behind a Classic Load Balancer, where no deployment has a state', async () => {
    const ours = deployment('PRIMARY', 'web:1', { runningCount: 1, desiredCount: 2 });
    const older = deployment('ACTIVE', 'outside:1', { runningCount: 2, desiredCount: 0 });
    expect(await targetOf(listing(ours, older), 'web:1')).to.equal(arn('outside:1'));
  });

  it('is not a deployment without a state that has no task left', async () => {
    const ours = deployment('PRIMARY', 'web:1', { runningCount: 2, desiredCount: 2 });
    const empty = deployment('ACTIVE', 'outside:1', { runningCount: 0, desiredCount: 0 });
    const unsaid = deployment('ACTIVE', 'outside:1', {});
    for (const gone of [empty, unsaid]) {
      expect(await targetOf(listing(ours, gone), 'web:1')).to.equal(undefined);
    }
  });

  it('is the newest of the history that was not deregistered', async () => {
    await fixture.deploy();
    fixture.aws.world.putImage('team/web', 'v3');
    await fixture.deploy({ env: { DOCKER_TAG: 'v3' } });
    const forced = listing(deployment('PRIMARY', 'web:3', { rolloutState: 'IN_PROGRESS' }));
    expect(await targetOf(forced, 'web:3')).to.equal(arn('web:2'));
    fixture.aws.world.deregisterTaskDefinition('web:2');
    expect(await targetOf(forced, 'web:3')).to.equal(arn('web:1'));
  });
});
