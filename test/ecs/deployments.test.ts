import { expect } from 'chai';
import { followedOf, isSettled } from '../../runner/ecs/deployments';

const createdAt = new Date(0);
const whole = { id: 'ecs-svc/1', taskDefinition: 'web:2', createdAt };

describe('a deployment of a service', () => {
  it('is followed by what ECS says of it, and by nothing less', () => {
    expect(followedOf(whole)).to.deep.equal({
      deploymentId: 'ecs-svc/1',
      taskDefinition: 'web:2',
      createdAt,
    });
    for (const lacking of [undefined, {}, { ...whole, id: undefined }, { ...whole, createdAt: undefined }])
      expect(() => followedOf(lacking)).to.throw('no PRIMARY deployment that could be followed');
  });

  it('behind a Classic Load Balancer is done when it is alone with all its tasks', () => {
    const one = { runningCount: 2, desiredCount: 2 };
    expect(isSettled(one, { deployments: [one] })).to.equal(true);
    expect(isSettled(one, { deployments: [one, one] })).to.equal(false);
    expect(isSettled({ ...one, runningCount: 1 }, { deployments: [one] })).to.equal(false);
  });
});
