import { expect } from 'chai';
import type { Verdict } from '../../runner/errors';
import { outcomeOfServices } from '../../runner/verdict/outcome-of-services';

const of = (...verdicts: readonly (Verdict | undefined)[]) =>
  outcomeOfServices(
    verdicts.map((verdict, index) => ({
      name: `s${index + 1}`,
      outcome: verdict && { verdict, happened: verdict, findings: [] },
    })),
    'all of them serve',
  );

describe('the verdict of several services', () => {
  const cases: [readonly (Verdict | undefined)[], Verdict, RegExp][] = [
    [['succeeded', 'succeeded'], 'succeeded', /^all of them serve$/],
    [['succeeded', undefined], 'needs-attention', /s2 not begun: they run different releases/],
    [['succeeded', 'rejected'], 'needs-attention', /different releases/],
    [['rejected', undefined], 'rejected', /s2 not begun$/],
    [['rolled-back', 'rolled-back'], 'rolled-back', /s2 rolled-back$/],
    [['paused', 'succeeded'], 'paused', /s1 paused/],
    [['paused', 'rejected'], 'needs-attention', /different releases/],
    [['paused', 'rolled-back'], 'needs-attention', /different releases/],
    [['superseded', 'succeeded'], 'superseded', /different releases/],
    [['task-failed', 'succeeded'], 'task-failed', /s1 task-failed/],
    [[undefined, undefined], 'needs-attention', /s1 not begun/],
  ];
  for (const [verdicts, verdict, happened] of cases)
    it(`is ${verdict} where they are ${verdicts.map((one) => one ?? 'not begun').join(' and ')}`, () => {
      const outcome = of(...verdicts);
      expect(outcome.verdict).to.equal(verdict);
      expect(outcome.happened).to.match(happened);
    });

  it('says what is left to do where one is paused and another was not begun', () => {
    expect(of('paused', undefined).next).to.equal('when it has gone on, run the deploy job again for s2');
  });
});
