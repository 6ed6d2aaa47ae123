import { expect } from 'chai';
import { failureEventsSince, secondsSaid } from '../../runner/diagnosis/failure-events';

const start = new Date(0);
const serviceOf = (...messages: readonly string[]) => ({
  events: messages.map((message, index) => ({ message, createdAt: new Date(index * 1_000) })).toReversed(),
});

describe('the events that tell why a deployment does not come up', () => {
  it('are those that no one knows, too, where ECS could not do something', () => {
    for (const message of [
      '(service web) was unable to place a task. Reason: the moon.',
      '(service web) failed to launch a task with (error the moon).',
    ])
      expect(failureEventsSince(start, serviceOf(message))).to.deep.equal([message]);
  });

  it('are none that tell how it goes', () => {
    const events = serviceOf(
      '(service web) has started 1 tasks: (task 1).',
      '(service web) (deployment ecs-svc/1) deployment failed: tasks failed to start.',
      '(service web) has begun draining connections on 1 tasks.',
      '(service web) has reached a steady state.',
    );
    expect(failureEventsSince(start, events)).to.deep.equal([]);
  });

  it('go on for as long as the service has said the same', () => {
    const service = serviceOf('before', 'no', 'yes', 'no', 'yes');
    expect(secondsSaid(start, 'no', service)).to.equal(2);
    expect(secondsSaid(new Date(2_000), 'no', service)).to.equal(0);
    expect(secondsSaid(start, 'never', service)).to.equal(0);
  });
});
