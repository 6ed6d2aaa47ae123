import { expect } from 'chai';
import fc from 'fast-check';
import type { Hold } from '../../../runner/rollout/state/hold';
import {
  newsOfPatience,
  patienceOf,
  spend,
  untilText,
  type Patience,
} from '../../../runner/rollout/state/patience';

const bake: Hold = { kind: 'bake', text: 'the end of the bake time', lastsMs: 60_000, atMostMs: 90_000 };
const drain: Hold = { kind: 'drain', text: 'tasks to drain', atMostMs: 50_000 };
const hook: Hold = { kind: 'hook', text: 'a lifecycle hook to end', atMostMs: 50_000 };
const start = patienceOf(600, 0);
/** What is left after looks that show these holds, one each ten seconds. */
const after = (holds: readonly (Hold | undefined)[]): Patience =>
  holds.reduce<Patience>((patience, hold, index) => spend(patience, hold, (index + 1) * 10_000, true), start);
const times = (count: number, hold: Hold) => Array.from({ length: count }, () => hold);

describe('the time that a deployment has', () => {
  it('runs while ECS works on it', () => {
    expect(after([undefined, undefined]).remainingMs).to.equal(580_000);
  });

  it('stands still while time is spent on purpose, and runs again after that', () => {
    expect(after([bake, bake]).remainingMs).to.equal(600_000);
    expect(after([bake, undefined, undefined]).remainingMs).to.equal(580_000);
  });

  it('runs again when that lasts longer than it may, in all and however often it was interrupted', () => {
    expect(after(times(5, drain))).to.deep.include({ remainingMs: 600_000 });
    expect(after(times(7, drain))).to.deep.include({ remainingMs: 580_000, hold: undefined });
    const interrupted = [...times(3, drain), undefined, ...times(4, drain)];
    expect(after(interrupted).remainingMs).to.equal(570_000);
  });

  it('counts each kind of hold for itself', () => {
    expect(after([...times(5, drain), ...times(5, hook)]).remainingMs).to.equal(600_000);
  });

  it('never grows, and never shrinks by more than has passed', () => {
    const holds = fc.array(fc.constantFrom(undefined, bake, drain, hook), { minLength: 1 });
    fc.assert(
      fc.property(holds, (seen) => {
        const left = after(seen).remainingMs;
        const before = after(seen.slice(0, -1)).remainingMs;
        expect(left).to.be.within(before - 10_000, before);
      }),
    );
  });
});

describe('a hold', () => {
  it('is as old as its first look, and another kind begins anew', () => {
    expect(after([bake, bake, bake]).hold?.since).to.equal(10_000);
    expect(after([bake, drain, bake]).hold?.since).to.equal(30_000);
    expect(after([bake, undefined, bake]).hold?.since).to.equal(30_000);
  });

  it('ends as long after that as it lasts, if it says so', () => {
    const at = Date.UTC(2026, 0, 1, 14, 31);
    expect(untilText({ ...bake, since: at, isFromStart: true })).to.equal(', until about 14:32 UTC');
    expect(untilText({ ...drain, since: at, isFromStart: true })).to.equal('');
  });
});

describe('a hold that nobody sees', () => {
  const unseen = (hold: Hold, silentMs: number) => spend(after([hold]), hold, 10_000 + silentMs, false);

  it('is over once it has lasted its time, or a quarter of an hour where that is not known', () => {
    expect(unseen(bake, 60_000).hold).to.include({ kind: 'bake' });
    expect(unseen(bake, 60_001).hold).to.equal(undefined);
    expect(unseen({ ...drain, atMostMs: 10_000_000 }, 900_000).hold).to.include({ kind: 'drain' });
    expect(unseen({ ...drain, atMostMs: 10_000_000 }, 900_001).hold).to.equal(undefined);
  });

  it('was there before the first look, or was seen to begin', () => {
    expect(after([bake]).hold?.isFromStart).to.equal(false);
    expect(after([undefined, bake]).hold?.isFromStart).to.equal(true);
    expect(untilText({ ...bake, since: 0, isFromStart: false })).to.match(/^, until at the latest /);
  });
});

describe('the news of a look', () => {
  const stage = (lifecycleStage: string) => ({
    service: undefined,
    serviceDeployment: { lifecycleStage: lifecycleStage as 'BAKE_TIME' },
  });
  const newsAfter = (before: readonly (Hold | undefined)[], hold: Hold | undefined) =>
    newsOfPatience(after(before), after([...before, hold]), undefined).say;

  it('are what is waited for, once, and that it costs no time', () => {
    expect(newsAfter([], drain)).to.deep.equal([
      'waiting for tasks to drain; this takes no time off ECS_CD_TIMEOUT',
    ]);
    expect(newsAfter([drain], drain)).to.deep.equal([]);
    expect(newsAfter([drain], bake)).to.have.length(1);
    expect(newsAfter([drain], undefined)).to.deep.equal([]);
  });

  it('are not a pause, whose hook and end are told, nor the seconds that ECS takes to call it completed', () => {
    expect(newsAfter([], { ...hook, kind: 'pause' })).to.deep.equal([]);
    expect(newsAfter([], { ...hook, kind: 'completion' })).to.deep.equal([]);
    expect(newsAfter([], hook)).to.have.length(1);
  });

  it('are another stage, once; one that is not seen stays the last one', () => {
    const first = newsOfPatience(start, start, stage('SCALE_UP'));
    expect(first).to.deep.equal({ say: ['stage SCALE_UP'], stage: 'stage SCALE_UP' });
    const told = { ...start, stage: first.stage };
    expect(newsOfPatience(told, told, stage('SCALE_UP')).say).to.deep.equal([]);
    expect(newsOfPatience(told, told, undefined)).to.deep.equal({ say: [], stage: 'stage SCALE_UP' });
    expect(newsOfPatience(told, told, stage('CLEAN_UP')).say).to.deep.equal(['stage CLEAN_UP']);
  });
});
