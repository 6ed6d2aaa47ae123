import { elapsed, minutesOf } from '../../runner/log/timeline';
import { expect } from 'chai';
import type { Service } from '@aws-sdk/client-ecs';
import { newsOf, nothingTold } from '../../runner/rollout/progress';

const at = (seconds: number) => new Date(seconds * 1000);
const followed = { deploymentId: 'ecs-svc/2', isGoingBack: false, since: at(100) };
const service: Service = {
  deployments: [
    { id: 'ecs-svc/2', desiredCount: 2, runningCount: 1, pendingCount: 1 },
    { id: 'ecs-svc/1', desiredCount: 2, runningCount: 2 },
  ],
  events: [
    { id: 'c', createdAt: at(120), message: 'third' },
    { id: 'b', createdAt: at(110), message: 'second' },
    { id: 'a', createdAt: at(90), message: 'before our time' },
  ],
};

describe('the news of a rollout', () => {
  it('are the events since it began, oldest first, then the counts', () => {
    expect(newsOf(followed, service, nothingTold).lines).to.deep.equal([
      'second',
      'third',
      'running 1/2, pending 1, other revisions 2',
    ]);
  });
  it('are never told twice', () => {
    const { told } = newsOf(followed, service, nothingTold);
    expect(newsOf(followed, service, told).lines).to.deep.equal([]);
  });
  it('are only the counts when only they changed', () => {
    const { told } = newsOf(followed, service, nothingTold);
    const later = {
      ...service,
      deployments: [{ id: 'ecs-svc/2', desiredCount: 2, runningCount: 2, failedTasks: 1 }],
    };
    expect(newsOf(followed, later, told).lines).to.deep.equal(['running 2/2, failed 1']);
  });
  it('are nothing when an old reading does not show our deployment', () => {
    expect(newsOf(followed, { deployments: [{ id: 'ecs-svc/1' }] }, nothingTold).lines).to.deep.equal([]);
  });
});

describe('a time in a sentence', () => {
  for (const [seconds, text] of [
    [0, '0 s'],
    [45.2, '45 s'],
    [59.6, '1 min'],
    [90, '1 min 30 s'],
    [5400, '90 min'],
  ] as const)
    it(`of ${seconds} s reads ${text}`, () => {
      expect(minutesOf(seconds)).to.equal(text);
    });
});

describe('elapsed time', () => {
  for (const [seconds, text] of [
    [0, '00:00'],
    [59.6, '01:00'],
    [175, '02:55'],
    [3725, '1:02:05'],
  ] as const) {
    it(`of ${seconds} s reads ${text}`, () => {
      expect(elapsed(seconds * 1000)).to.equal(text);
    });
  }
});
