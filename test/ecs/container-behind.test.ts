import { expect } from 'chai';
import { containerBehind } from '../../runner/ecs/task-targets';

const groupOf = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/${name}/0123456789abcdef`;
const service = {
  loadBalancers: [
    { targetGroupArn: groupOf('web'), containerName: 'proxy' },
    {
      targetGroupArn: groupOf('blue'),
      advancedConfiguration: { alternateTargetGroupArn: groupOf('green') },
      containerName: 'app',
    },
  ],
};

describe('the container behind a target group', () => {
  for (const group of [groupOf('blue'), groupOf('green'), 'blue'])
    it(`is told by ${group}`, () => {
      expect(
        containerBehind(service, `(task 1) (port 80) is unhealthy in (target-group ${group}) due to`),
      ).to.equal('app');
    });

  it('is the first one where the text names none, or one that is not known', () => {
    expect(containerBehind(service, 'Task failed ELB health checks')).to.equal('proxy');
    expect(containerBehind(service, `in (target-group ${groupOf('other')})`)).to.equal('proxy');
    expect(containerBehind({}, `in (target-group ${groupOf('web')})`)).to.equal(undefined);
  });
});
