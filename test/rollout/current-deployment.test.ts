import type { Service } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { EcsCdError } from '../../runner/errors';
import { currentDeploymentOf } from '../../runner/rollout/current-deployment';
import type { FollowEffects } from '../../runner/rollout/follow-context';

const arnOf = (revision: number) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/web:${revision}`;
const at = (seconds: number) => new Date(seconds * 1000);
const ours = { deploymentId: 'ecs-svc/2', taskDefinition: arnOf(2), createdAt: at(100) };
/** ECS has put the deployment before ours back, and lists ours no more. */
const restored: Service = {
  status: 'ACTIVE',
  deployments: [
    { id: 'ecs-svc/1', status: 'PRIMARY', taskDefinition: arnOf(1), createdAt: at(0), updatedAt: at(500) },
  ],
};

describe('who has the service before it is put back', () => {
  it('is known after patience where AWS is silent for a while before it shows that ours is gone', async () => {
    let now = 1_000_000;
    let looks = 0;
    const effects = {
      clock: {
        now: () => now,
        sleep(milliseconds: number) {
          now += milliseconds;
          return Promise.resolve();
        },
      },
      interruption: new AbortController().signal,
      ecs: {
        describeService: () =>
          (looks += 1) <= 4
            ? Promise.reject(new EcsCdError('try-again', 'throttled'))
            : Promise.resolve(restored),
      },
    } as unknown as FollowEffects;
    const target = { taskDefinition: arnOf(1), isUpdatable: true };
    expect((await currentDeploymentOf(ours, target, effects)).kind).to.equal('going-back');
  });
});
