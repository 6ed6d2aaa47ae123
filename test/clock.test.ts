import { expect } from 'chai';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { systemClock } from '../runner/clock';

describe('the clock of the system', () => {
  it('ends a time that nobody but a combined signal holds on to, also after garbage was collected', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const signal = AbortSignal.any([new AbortController().signal, systemClock.timeout(20)]);
    const ended = once(signal, 'abort');
    const alive = setInterval(collectGarbage, 5);
    await ended;
    clearInterval(alive);
    expect(signal.reason).to.have.property('name', 'TimeoutError');
  });

  it('rings at its time, and not before', async () => {
    const started = performance.now();
    await once(systemClock.timeout(20), 'abort');
    expect(performance.now() - started).to.be.at.least(19);
  });
});
