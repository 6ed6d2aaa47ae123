import type { Deployment } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { paceOf } from '../../runner/rollout/pace';
import { patienceOf, type HoldSince } from '../../runner/rollout/state/patience';
import type { Phase, RolloutState } from '../../runner/rollout/state/rollout-state';
import { followed } from './follow-states';

const now = 1_000_000;
const full: Deployment = { id: followed.deploymentId, desiredCount: 2, runningCount: 2 };
const empty: Deployment = { id: 'ecs-svc/1', desiredCount: 0, runningCount: 0 };

interface Seen {
  readonly phase?: Phase;
  readonly deployments?: readonly Deployment[];
  readonly hold?: HoldSince;
  readonly remainingMs?: number;
  readonly closerLooksLeft?: number;
  readonly unproven?: 'young';
  readonly isBlind?: boolean;
  readonly roomInMs?: number;
  readonly inLastMinute?: number;
}

const starting = [{ ...full, runningCount: 0 }];

function pace({ phase = 'in-progress', deployments = starting, hold, ...seen }: Seen) {
  const {
    remainingMs = 600_000,
    closerLooksLeft = 4,
    isBlind = false,
    roomInMs = 0,
    inLastMinute = 1,
  } = seen;
  return paceOf(
    {
      rollout: { phase } as RolloutState,
      service: { deployments: [...deployments] },
      patience: { ...patienceOf(600, now), remainingMs, hold },
      closerLooksLeft,
      unproven: seen.unproven,
    },
    isBlind,
    { roomInMs, inLastMinute },
    followed,
  );
}

const bake = {
  kind: 'bake',
  text: 'the bake time',
  lastsMs: 60_000,
  atMostMs: 90_000,
  since: now,
  isFromStart: true,
} as const;
const drain = {
  kind: 'drain',
  text: 'tasks to drain',
  atMostMs: 90_000,
  since: now,
  isFromStart: true,
} as const;
const near = { deployments: [full, empty] };

describe('the next look at a deployment', () => {
  const cases: [string, Seen, number][] = [
    ['comes after six seconds and a half while ECS works on it', {}, 6_500],
    ['comes at the deadline, if that is sooner', { remainingMs: 2_500 }, 2_500],
    ['comes as soon where there is room sooner', { roomInMs: 2_000 }, 6_500],
    ['waits until the minute has room for it', { roomInMs: 40_000 }, 40_000],
    ['comes after ten seconds once it is completed', { phase: 'completed' }, 10_000],
    [
      'comes after ten seconds once it is completed, also where all runs',
      { phase: 'completed', ...near },
      10_000,
    ],
    ['waits for room once it is completed, too', { phase: 'completed', roomInMs: 40_000 }, 40_000],
    ['comes after ten seconds while tasks are looked at that are young', { unproven: 'young' }, 10_000],
    ['comes sooner while ECS is to call it completed', { hold: { ...drain, kind: 'completion' } }, 6_500],
    ['comes after ten seconds while AWS is silent', { isBlind: true }, 10_000],
    ['comes after ten seconds on hold', { hold: bake }, 10_000],
    [
      'comes when the hold is due, if that is sooner',
      { hold: { ...bake, since: now - 57_000, isFromStart: true } },
      3_000,
    ],
    [
      'comes after six seconds and a half once the hold is overdue',
      { hold: { ...bake, since: now - 60_000, isFromStart: true } },
      6_500,
    ],
    [
      'comes after ten seconds in a hold that does not say its end',
      { hold: { ...drain, kind: 'hook' } },
      10_000,
    ],
    ['on hold is not hurried by the deadline', { hold: bake, remainingMs: 1 }, 10_000],
    [
      'on hold while AWS is silent is not hurried by it either',
      { hold: bake, isBlind: true, remainingMs: 1 },
      10_000,
    ],
    ['comes after six seconds and a half while tasks drain', { hold: drain, remainingMs: 1 }, 6_500],
  ];
  for (const [when, seen, waitMs] of cases)
    it(when, () => expect(pace(seen)).to.deep.equal({ waitMs, isCloser: false }));
});

describe('a closer look', () => {
  it('is taken where ours is there in full and nothing else runs', () => {
    expect(pace(near)).to.deep.equal({ waitMs: 1_000, isCloser: true });
    expect(pace({ ...near, hold: drain })).to.deep.equal({ waitMs: 1_000, isCloser: true });
  });

  const not: [string, Seen][] = [
    ['while a task of ours is missing', { deployments: [{ ...full, runningCount: 1 }, empty] }],
    ['while an old task runs', { deployments: [full, { ...empty, runningCount: 1 }] }],
    ['while an old task is wanted', { deployments: [full, { ...empty, desiredCount: 1 }] }],
    ['where none is wanted', { deployments: [{ ...empty, id: followed.deploymentId }] }],
    ['when all closer looks are spent', { ...near, closerLooksLeft: 0 }],
    ['when the minute has had its calls', { ...near, inLastMinute: 14 }],
    ['when the deadline brings one anyway', { ...near, remainingMs: 6_500 }],
  ];
  for (const [when, seen] of not)
    it(`is not taken ${when}`, () => expect(pace(seen).isCloser).to.equal(false));
});
