import { expect } from 'chai';
import { logStreamOf } from '../../runner/cloudwatch/log-stream';

const options = {
  'awslogs-group': '/shop/web',
  'awslogs-region': 'eu-central-1',
  'awslogs-stream-prefix': 'live',
};
const streamOf = (logConfiguration?: {
  logDriver: 'awslogs' | 'awsfirelens';
  options?: Record<string, string>;
}) =>
  logStreamOf(
    { containerDefinitions: [{ name: 'web', ...(logConfiguration && { logConfiguration }) }] },
    'web',
    't1',
  );

describe('the log of a container of a task', () => {
  it('is a stream by prefix, container and task', () => {
    const stream = { region: 'eu-central-1', group: '/shop/web', name: 'live/web/t1' };
    expect(streamOf({ logDriver: 'awslogs', options })).to.deep.equal(stream);
  });

  it('is in no stream that could be told, and why', () => {
    const add = 'add the awslogs log driver to see its output here';
    expect(streamOf()).to.deep.equal({ why: `web has no logConfiguration; ${add}` });
    expect(streamOf({ logDriver: 'awsfirelens' })).to.deep.equal({
      why: `web writes it with awsfirelens; ${add}`,
    });
    for (const missing of Object.keys(options))
      expect(
        streamOf({ logDriver: 'awslogs', options: { ...options, [missing]: '' } }),
        missing,
      ).to.deep.equal({
        why: 'awslogs of web needs awslogs-group, awslogs-region and awslogs-stream-prefix',
      });
  });
});
