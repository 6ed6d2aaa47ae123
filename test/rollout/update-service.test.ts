import type { Service } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { EcsCdError } from '../../runner/errors';
import type { FollowEffects } from '../../runner/rollout/follow-context';
import { updateService } from '../../runner/rollout/update-service';
import { followed } from './follow-states';

const target = 'arn:aws:ecs:eu-central-1:123456789012:task-definition/web:1';
const primaryAt = (id: string, ms: number): Service => ({
  deployments: [{ id, status: 'PRIMARY', taskDefinition: target, createdAt: new Date(ms) }],
});

describe('an update back to the revision before', () => {
  const update = (reply: () => Promise<Service>, looks: Service[]) =>
    updateService(
      target,
      {
        log: { warning: () => {} },
        clock: { now: () => 0, sleep: async () => {} },
        interruption: new AbortController().signal,
        ecs: { updateService: reply, describeService: async () => looks.shift() },
      } as unknown as FollowEffects,
      followed,
    );
  const lost = () => Promise.reject(new EcsCdError('try-again', 'no answer'));

  it('is not what stood there before ours: a reading that shows that is old', async () => {
    const looks = [primaryAt('ecs-svc/1', -60_000), primaryAt('ecs-svc/3', 60_000)];
    const { followed: made } = await update(lost, looks);
    expect(made.deploymentId).to.equal('ecs-svc/3');
    expect(looks).to.deep.equal([]);
  });

  it('calls nobody a stranger but what is newer than ours and not made by it', async () => {
    const [made] = primaryAt('ecs-svc/4', 120_000).deployments ?? [];
    const ours = { id: followed.deploymentId, status: 'ACTIVE', createdAt: followed.createdAt };
    const stranger = { id: 'ecs-svc/3', status: 'ACTIVE', createdAt: new Date(60_000) };
    const replacedIn = async (...deployments: object[]) =>
      (await update(() => Promise.resolve({ deployments: [...(made ? [made] : []), ...deployments] }), []))
        .replaced;
    const older = { id: 'ecs-svc/1', status: 'ACTIVE', createdAt: new Date(-60_000) };
    expect(await replacedIn(ours, older)).to.equal(undefined);
    expect(await replacedIn(ours, stranger)).to.match(/^deployment ecs-svc\/3 of .* was replaced by that/);
  });

  it('that AWS refuses is not looked for', async () => {
    const refused = new EcsCdError('rejected', 'denied', { cause: { $metadata: { attempts: 1 } } });
    const looks = [primaryAt('ecs-svc/3', 60_000)];
    const error = await update(() => Promise.reject(refused), looks).catch((one: unknown) => one);
    expect([error, looks.length]).to.deep.equal([refused, 1]);
  });
});
