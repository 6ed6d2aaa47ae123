import { expect } from 'chai';
import { countsIn, sumOf, tallyLine } from './tally';

describe('the tally of a test run', () => {
  it('reads back what it wrote, below and above whatever else was printed', () => {
    for (const counts of [
      { passed: 12, failed: 0, skipped: 0 },
      { passed: 1, failed: 2, skipped: 3 },
    ]) {
      expect(
        countsIn(`  1 passing (2s)\n${tallyLine(counts)}\nthe tests left open: TCPSocketWrap\n`),
      ).to.deep.equal(counts);
    }
  });

  it('takes the last one, for a test may print one of its own', () => {
    expect(countsIn('9 passed, 9 failed\n1 passed, 0 failed\n')).to.include({ passed: 1, failed: 0 });
  });

  it('knows a run that ended before its counts', () => {
    expect(countsIn('  ✔ 3 passed, 0 failed, it says in a title\n')).to.equal(undefined);
  });

  it('adds up', () => {
    const one = { passed: 1, failed: 2, skipped: 3 };
    expect(sumOf([one, one])).to.deep.equal({ passed: 2, failed: 4, skipped: 6 });
  });
});
