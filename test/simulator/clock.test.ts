import { expect } from 'chai';
import { realClock, virtualClock } from './clock';

describe('the virtual clock', () => {
  it('passes at once, and runs what falls due in order and in its own time', async () => {
    const clock = virtualClock();
    const start = clock.now();
    const seen: [string, number][] = [];
    const note = (name: string) => () => seen.push([name, clock.now() - start]);
    clock.schedule(2_000, note('second'));
    clock.schedule(1_000, () => {
      note('first')();
      clock.schedule(500, note('between'));
    });
    clock.schedule(3_001, note('later'));
    await clock.sleep(3_000);
    expect(seen).to.deep.equal([
      ['first', 1_000],
      ['between', 1_500],
      ['second', 2_000],
    ]);
    expect(clock.now() - start).to.equal(3_000);
  });

  it('does not pass in a sleep that was given up', async () => {
    const clock = virtualClock();
    const start = clock.now();
    await clock.sleep(3_000, AbortSignal.abort());
    expect(clock.now()).to.equal(start);
  });

  it('stops where a sleep is given up', async () => {
    const clock = virtualClock();
    const start = clock.now();
    const giveUp = new AbortController();
    clock.schedule(1_000, () => giveUp.abort());
    clock.schedule(2_000, () => expect.fail('nobody slept so long'));
    await clock.sleep(3_000, giveUp.signal);
    expect(clock.now() - start).to.equal(1_000);
  });

  it('forgets what was cancelled', async () => {
    const clock = virtualClock();
    const cancel = clock.schedule(1, () => expect.fail('it was cancelled'));
    cancel();
    await clock.sleep(10);
  });
});

describe('the real clock', () => {
  it('takes the time it says, and leaves nothing behind when it is closed', async () => {
    const clock = realClock();
    let ran = 0;
    clock.schedule(5, () => (ran += 1));
    clock.schedule(10, () => (ran += 1))();
    await clock.sleep(20);
    expect(ran).to.equal(1);
    clock.schedule(1, () => (ran += 1));
    clock.close();
    await clock.sleep(5);
    expect(ran).to.equal(1);
  });
});
