import { expect } from 'chai';
import type { RolloutState } from '../../../runner/rollout/state/rollout-state';
import { EcsCdError } from '../../../runner/errors';
import { blindLook, candidateIn, unconfirmedText } from '../../../runner/rollout/state/second-look';

const gone: RolloutState = { phase: 'service-gone', reason: 'it is gone', needsSecondLook: true };
const goingBack: RolloutState = { phase: 'rolled-back', reason: 'none given', needsSecondLook: true };
const since = 10_000;

describe('a state that rests on what a reading does not show', () => {
  const cases: [string, Parameters<typeof candidateIn>, ReturnType<typeof candidateIn>][] = [
    ['is unsure at first', [gone, undefined, since], { phase: 'service-gone', since }],
    [
      'is unsure while the looks are less than four seconds apart',
      [gone, { phase: 'service-gone', since }, since + 3_999],
      { phase: 'service-gone', since },
    ],
    [
      'is sure when a look four seconds later shows the same',
      [gone, { phase: 'service-gone', since }, since + 4_000],
      undefined,
    ],
    [
      'is unsure again when the look before showed something else',
      [gone, { phase: 'rolled-back', since }, since + 60_000],
      { phase: 'service-gone', since: since + 60_000 },
    ],
    [
      'is unsure of a way back that nothing shows for two minutes',
      [goingBack, { phase: 'rolled-back', since }, since + 119_999],
      { phase: 'rolled-back', since },
    ],
    ['is sure of it after that', [goingBack, { phase: 'rolled-back', since }, since + 120_000], undefined],
    [
      'is sure four seconds later of the end of a way back that was seen to begin',
      [goingBack, { phase: 'rolled-back', since }, since + 4_000, 'rolling-back'],
      undefined,
    ],
    [
      'is unsure for two minutes of what had been taken back, perhaps, before anybody looked',
      [
        { phase: 'superseded', reason: 'newer', needsSecondLook: 'much later' },
        { phase: 'superseded', since },
        since + 119_999,
      ],
      { phase: 'superseded', since },
    ],
    ['is sure at once where the reading has evidence', [{ phase: 'completed' }, undefined, since], undefined],
  ];
  for (const [what, args, candidate] of cases)
    it(what, () => expect(candidateIn(...args)).to.deep.equal(candidate));

  it('is told as what has to be confirmed', () => {
    expect(unconfirmedText(gone)).to.equal('a second look has to show that it is service-gone (it is gone)');
    expect(unconfirmedText({ phase: 'completed' })).to.match(/completed$/);
  });
});

describe('a look that AWS refuses', () => {
  const denied = new EcsCdError('needs-attention', 'denied');
  const first = { phase: 'lost-sight', since } as const;

  it('loses sight of the deployment with the second one in a row, four seconds later', () => {
    expect(blindLook(denied, undefined, since)).to.deep.equal({ candidate: first, ending: denied });
    expect(blindLook(denied, first, since + 4_000).ending).to.deep.equal({
      kind: 'lost-sight',
      error: denied,
    });
  });

  it('is nothing where it may pass', () => {
    const busy = new EcsCdError('try-again', 'busy');
    expect(blindLook(busy, first, since + 4_000)).to.deep.equal({ ending: busy });
  });
});
