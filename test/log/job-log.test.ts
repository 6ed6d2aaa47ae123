import { expect } from 'chai';
import { Writable } from 'node:stream';
import { jobLog, longestLine } from '../../runner/log/job-log';
import { systemClock } from '../../runner/clock';

function open({ colours = false, sections = false, secrets = [] as string[], width = Infinity } = {}) {
  const written = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString();
        done();
      },
    });
  const clock = { ...systemClock, now: () => 1_700_000_000_999 };
  const stdout = into('stdout');
  const streams = { stdout, lines: stdout, stderr: into('stderr') };
  return { written, log: jobLog({ ...streams, clock, colours, sections, secrets, width }) };
}

describe('the job log', () => {
  it('writes what happens to stdout and what went wrong to stderr', () => {
    const { log, written } = open();
    log.line(['one', 'two']);
    log.line([]);
    log.warning('careful');
    log.error('bad');
    expect(written).to.deep.equal({ stdout: 'one\ntwo\nwarning: careful\n', stderr: 'bad\n' });
  });

  it('folds a section in GitLab with the markers that its log parser looks for', async () => {
    const { log, written } = open({ sections: true });
    expect(await log.section('build', 'building it', () => Promise.resolve(7))).to.equal(7);
    expect(written.stdout).to.equal(
      '\x1b[0Ksection_start:1700000000:build\r\x1b[0Kbuilding it\n\x1b[0Ksection_end:1700000000:build\r\x1b[0K\n',
    );
  });

  it('ends a section also when what is in it fails', async () => {
    const { log, written } = open({ sections: true });
    await log.section('build', 'building it', () => Promise.reject(new Error('no'))).catch(() => {});
    expect(written.stdout).to.contain('section_end');
  });

  it('writes only the headline of a section elsewhere', async () => {
    const { log, written } = open();
    await log.section('build', 'building it', () => Promise.resolve());
    expect(written.stdout).to.equal('building it\n');
  });

  it('blots secrets out wherever they come, the longer of two first, and leaves short values alone', () => {
    const { log, written } = open({ secrets: ['hunter22', 'hunter22-and-more', 'abc'] });
    log.line('hunter22-and-more, hunter22, abc');
    log.error('hunter22');
    expect(written).to.deep.equal({ stdout: '[MASKED], [MASKED], abc\n', stderr: '[MASKED]\n' });
  });

  it('blots out a secret that was wrapped, or spelled as JSON or in a form', () => {
    const { log, written } = open({ secrets: ['hunter "22" and\nmore'] });
    log.error(['it is hunter', '      "22" and more']);
    log.line(['{"key":"hunter \\"22\\" and\\nmore"}', 'key=hunter+%2222%22+and%0Amore']);
    expect(written).to.deep.equal({
      stdout: '{"key":"[MASKED]"}\nkey=[MASKED]\n',
      stderr: 'it is [MASKED]\n',
    });
  });

  it('learns of secrets while it runs', () => {
    const { log, written } = open();
    log.hide([undefined, 'hunter22']);
    log.line('hunter22');
    expect(written.stdout + log.redact('hunter22')).to.equal('[MASKED]\n[MASKED]');
  });

  it('breaks lines at words, each text below itself, where a terminal has a width', () => {
    const { log, written } = open({ width: 34 });
    log.line(['happened    one two three four five six', '00:02  (service web) has started 2 tasks of it']);
    log.line(['              fix: set it to another value', `| ${'x'.repeat(40)} y`]);
    expect(written.stdout.trimEnd().split('\n')).to.deep.equal([
      'happened    one two three four',
      '            five six',
      '00:02  (service web) has started 2',
      '       tasks of it',
      '              fix: set it to',
      '              another value',
      `| ${'x'.repeat(40)}`,
      '  y',
    ]);
  });

  it('gives each of the last lines the colour of what it says', () => {
    const { log, written } = open({ colours: true });
    const styleOf = (line: string) => (line.startsWith('done') ? 'green' : undefined);
    log.report(['happened    it failed', 'done        put back'], { isError: true, styleOf });
    expect(written.stderr).to.equal('happened    it failed\n\x1b[32mdone        put back\x1b[39m\n');
  });

  it('keeps a document whole, and cuts a line', () => {
    const { log, written } = open();
    const long = 'x'.repeat(longestLine + 1);
    log.document([long, 'a\nb']);
    log.error(long);
    expect(written).to.deep.equal({
      stdout: `${long}\na b\n`,
      stderr: `${'x'.repeat(longestLine)}...\n`,
    });
  });

  it('blots a secret out of the headline of a section', async () => {
    const { log, written } = open({ secrets: ['hunter22'] });
    await log.section('build', 'hunter22', () => Promise.resolve());
    expect(written.stdout).to.equal('[MASKED]\n');
  });
});
