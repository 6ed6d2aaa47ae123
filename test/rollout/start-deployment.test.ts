import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import type { FollowEffects } from '../../runner/rollout/follow-context';
import { startDeployment, type Startable } from '../../runner/rollout/start-deployment';

const arnOf = (revision: number, family = 'web') =>
  `arn:aws:ecs:eu-central-1:123456789012:task-definition/${family}:${revision}`;
const made = (id: number, revision: number, more: Partial<Deployment> = {}): Deployment => ({
  id: `ecs-svc/${id}`,
  status: 'ACTIVE',
  taskDefinition: arnOf(revision),
  createdAt: new Date(id * 60_000),
  rolloutState: 'IN_PROGRESS',
  ...more,
});
const primary = (id: number, revision: number, rolloutState: Deployment['rolloutState'] = 'IN_PROGRESS') =>
  made(id, revision, { status: 'PRIMARY', rolloutState });
const failed = { rolloutState: 'FAILED' } as const;
const done = { rolloutState: 'COMPLETED' } as const;

/** Deploys web:2 to a service with these deployments. */
async function start(deployments: Deployment[], options: Partial<Startable> = {}) {
  const updates: string[] = [];
  const said: string[] = [];
  const effects = {
    log: { line: (text: string) => said.push(text), warning: (text: string) => said.push(text) },
    ecs: {
      async updateService(taskDefinition: string): Promise<Service> {
        updates.push(taskDefinition);
        return { deployments: [{ ...primary(9, 0), taskDefinition }] };
      },
    },
  } as unknown as FollowEffects;
  const revision = { taskDefinition: arnOf(2), isUndoneWhenStalled: true, mayBeTakenBack: true, ...options };
  const started = await startDeployment({ status: 'ACTIVE', deployments }, revision, effects);
  return { ...started, updates, log: said.join('\n') };
}

const follows = (id: number) => (actual: { followed: { deploymentId: string } }) =>
  expect(actual.followed.deploymentId).to.equal(`ecs-svc/${id}`);

describe('a revision to deploy', () => {
  it('is deployed by one update where another one serves', async () => {
    const started = await start([primary(1, 1, 'COMPLETED')]);
    expect(started).to.deep.include({ kind: 'ours', isFound: false, updates: [arnOf(2)] });
    follows(9)(started);
    expect(started.log).to.equal('deployment  ecs-svc/9 of web:2 started');
  });

  it('is deployed over what is still in progress, aloud', async () => {
    const started = await start([primary(3, 3), made(1, 1, done)]);
    expect(started.updates).to.have.length(1);
    expect(started.log).to.match(/replaces ecs-svc\/3 of web:3, which is still in progress/);
  });

  it('is followed where it is in progress already', async () => {
    for (const isUndoneWhenStalled of [true, false]) {
      const started = await start([primary(2, 2), made(1, 1, done)], { isUndoneWhenStalled });
      expect(started).to.deep.include({ kind: 'ours', isFound: true, updates: [] });
      follows(2)(started);
      expect(started.log).to.contain('web:2 is there already: following that, not starting another');
    }
  });

  it('is only looked at where it serves', async () => {
    expect(await start([primary(2, 2, 'COMPLETED')])).to.deep.include({ kind: 'serving', updates: [] });
  });

  it('that ECS gave up on is judged and undone, or registered and tried again', async () => {
    const deployments = [primary(2, 2, 'FAILED'), made(1, 1, done)];
    expect(await start(deployments)).to.deep.include({ kind: 'ours', isFound: true, updates: [] });
    const again = await start(deployments, {
      isUndoneWhenStalled: false,
      again: () => Promise.resolve(arnOf(3)),
    });
    expect(again).to.deep.include({ kind: 'ours', isFound: false, updates: [arnOf(3)] });
  });

  it('is not registered again where it is not what the service has', async () => {
    const again = () => Promise.reject(new Error('registered again'));
    expect((await start([primary(1, 1, 'COMPLETED')], { again })).updates).to.deep.equal([arnOf(2)]);
  });
});

describe('a revision that ECS is rolling back', () => {
  it('is followed to that end', async () => {
    const started = await start([primary(1, 1), made(2, 2, failed)]);
    expect(started).to.deep.include({ kind: 'ours', isFound: true, updates: [] });
    expect(started.log).to.match(/ecs-svc\/2 of web:2 is being rolled back already/);
    follows(2)(started);
  });

  it('is followed where one that it had replaced drains still, in whatever order they are told', async () => {
    const started = await start([made(2, 3), primary(1, 1), made(3, 2, failed)]);
    expect(started).to.deep.include({ kind: 'ours', isFound: true, updates: [] });
    follows(3)(started);
  });

  it('is deployed again once the rollback has ended', async () => {
    expect((await start([primary(1, 1, 'COMPLETED'), made(2, 2, failed)])).updates).to.have.length(1);
  });

  it('is none where it is another one that goes back', async () => {
    expect((await start([primary(1, 1), made(2, 3, failed)])).updates).to.have.length(1);
  });
});

describe('a revision that an update takes back', () => {
  it('is what the run is about, and the way back is followed', async () => {
    const started = await start([primary(3, 1), made(2, 2, failed)]);
    expect(started).to.deep.include({ kind: 'going-back', isFound: true, updates: [] });
    follows(3)(started);
    expect(started.undone).to.include({ deploymentId: 'ecs-svc/2' });
    expect(started.log).to.match(/ecs-svc\/2 of web:2 is being replaced by web:1 again/);
  });

  it('is also one that had not ended', async () => {
    expect(await start([primary(3, 1), made(2, 2)])).to.include({ kind: 'going-back' });
  });

  const not: [string, Deployment[], Partial<Startable>?][] = [
    ['it may not be', [primary(3, 1), made(2, 2)], { mayBeTakenBack: false }],
    ['the way back has ended', [primary(3, 1, 'COMPLETED'), made(2, 2)]],
    ['the update goes forward', [primary(3, 3), made(2, 2)]],
    [
      'the update is of another family',
      [{ ...primary(3, 1), taskDefinition: arnOf(1, 'other') }, made(2, 2)],
    ],
    ['the revision had served', [primary(3, 1), made(2, 2, done)]],
    ['ECS went back from it and a later one', [primary(1, 1), made(3, 3, failed), made(2, 2, failed)]],
    ['there is no deployment of it', [primary(3, 1), made(2, 0, failed)]],
  ];
  for (const [when, deployments, options] of not) {
    it(`is none where ${when}: it is deployed`, async () => {
      const started = await start(deployments, options);
      expect(started).to.deep.include({ kind: 'ours', isFound: false });
      expect(started.updates).to.deep.equal([arnOf(2)]);
    });
  }
});

describe('a service without a PRIMARY deployment', () => {
  it('gets one', async () => {
    expect((await start([])).updates).to.deep.equal([arnOf(2)]);
  });
});
