import { expect } from 'chai';
import { logTailOf } from '../../runner/cloudwatch/log-tail';

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`);
const kept = 256 * 1024;

describe('the end of what an application wrote', () => {
  it('is all of it where that is short', () => {
    for (const text of ['', 'a', 'a\n', '\na\n\nb', '\n\n'])
      expect(logTailOf(text)).to.equal(text.replace(/^\n/, ''));
  });

  it('is the last 500 lines', () => {
    expect(logTailOf(numbered(2_000).join('\n')).split('\n')).to.deep.equal(numbered(2_000).slice(-500));
  });

  it('is whole lines, and not more than 256 KB of them', () => {
    const line = 'x'.repeat(100_000);
    expect(logTailOf([`secret ${line}`, line, line].join('\n'))).to.equal(`${line}\n${line}`);
    expect(logTailOf([line, 'y'.repeat(kept), 'the end'].join('\n'))).to.equal('the end');
  });

  it('is the beginning of the last line where that is too long', () => {
    const tail = logTailOf(`a line\nbegins ${'x'.repeat(1_000_000)} ends`);
    expect(tail)
      .to.have.length(kept)
      .and.match(/^begins x+$/);
  });
});
