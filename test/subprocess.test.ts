import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { run, type Subprocess } from '../runner/subprocess';

const env = { PATH: '/usr/local/bin:/usr/bin:/bin' };
const shell = (script: string, more: Partial<Subprocess> = {}) =>
  run({ command: 'sh', args: ['-c', script], env, ...more });

/** Runs a script until it says that it is ready, then cancels it. */
async function cancelled(script: string, more: Partial<Subprocess> = {}) {
  const cancellation = new AbortController();
  const lines: string[] = [];
  const onLine = (line: string) => {
    lines.push(line);
    if (line.startsWith('ready')) cancellation.abort('SIGTERM');
  };
  const finished = await shell(script, { onLine, signal: cancellation.signal, ...more });
  return { ...finished, lines };
}

/** A zombie is dead; whoever adopted it has not noticed yet. */
const isAlive = (pid: string | undefined) => {
  try {
    return !/\) Z/.test(readFileSync(`/proc/${pid ?? ''}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

describe('a subprocess', () => {
  it('gives its exit code and both of its streams', async () => {
    const finished = await shell('echo one; echo two >&2; exit 3');
    expect(finished).to.deep.include({ exitCode: 3, stdout: 'one', stderr: 'two', isAborted: false });
    expect(finished.lastLines).to.have.members(['one', 'two']);
  });

  it('gets its arguments as they are, without a shell in between', async () => {
    const { stdout } = await run({ command: 'printf', args: ['%s|', '$HOME; *', "it's", ''], env });
    expect(stdout).to.equal("$HOME; *|it's||");
  });

  it('gets exactly the environment it was given', async () => {
    const { stdout } = await run({ command: '/usr/bin/env', args: [], env: { ONE: '1', NOT: undefined } });
    expect(stdout).to.equal('ONE=1');
  });

  it('reads its input to the end', async () => {
    expect((await run({ command: 'cat', args: [], env, stdin: 'pass\nword' })).stdout).to.equal('pass\nword');
  });

  it('may end without reading its input', async () => {
    expect(await shell('exit 0', { stdin: 'x'.repeat(1_000_000) })).to.include({ exitCode: 0 });
  });

  it('streams its lines: of both streams, of a progress display, cut anywhere, the last without an end', async () => {
    const lines: string[] = [];
    await shell(
      String.raw`printf '10%%\r50%%\r\nd\303'; sleep 0.02; printf '\251j\303\240\n'; printf 'end'`,
      {
        onLine: (line) => lines.push(line),
      },
    );
    expect(lines).to.deep.equal(['10%', '50%', 'd\u00e9j\u00e0', 'end']);
  });

  it('keeps only the last lines of an endless output', async () => {
    const { stdout, lastLines } = await shell('seq 1 20000');
    expect(lastLines).to.have.length(2_000);
    expect(lastLines.at(-1)).to.equal('20000');
    expect(stdout.split('\n').length).to.be.below(4_001);
  });

  it('that does not exist is told from one that fails', async () => {
    expect(await run({ command: 'no-such-program', args: [], env })).to.include({ notStarted: 'ENOENT' });
    expect(await run({ command: '/etc/passwd', args: [], env })).to.include({ notStarted: 'EACCES' });
  });

  it('that something else killed says by which signal', async () => {
    const finished = await shell('kill -KILL $$');
    expect(finished).to.include({ endedBy: 'SIGKILL', isAborted: false });
    expect(finished.exitCode).to.equal(undefined);
  });

  it('is asked to end when the job is cancelled, and may clean up', async () => {
    const { isAborted, stdout } = await cancelled(
      'trap "echo cleaned; exit 143" TERM; echo ready; sleep 60 & wait',
    );
    expect({ isAborted, stdout }).to.deep.equal({ isAborted: true, stdout: 'ready\ncleaned' });
  });

  it('is killed when it does not end, its children with it', async () => {
    const { endedBy, isAborted, lines } = await cancelled(
      `trap "" TERM; sh -c 'trap "" TERM; while :; do sleep 1; done' & echo ready $!; wait; while :; do sleep 1; done`,
      { graceMs: 30 },
    );
    expect({ endedBy, isAborted }).to.deep.equal({ endedBy: 'SIGKILL', isAborted: true });
    const child = lines[0]?.split(' ')[1];
    expect(isAlive(child)).to.equal(false);
  });

  it('is not started at all after the cancellation', async () => {
    const finished = await shell('echo ran', { signal: AbortSignal.abort('SIGTERM') });
    expect(finished).to.deep.include({ isAborted: true, stdout: '' });
  });

  it('counts as cancelled when the cancellation reached it before us', async () => {
    const cancellation = new AbortController();
    const finished = shell('exit 1', { signal: cancellation.signal });
    setTimeout(() => cancellation.abort('SIGTERM'), 20);
    expect(await finished).to.include({ isAborted: true });
  });

  it('is over when it ended, though something in the background holds its output', async () => {
    const finished = await shell('sleep 30 & echo $!');
    process.kill(Number(finished.stdout), 'SIGKILL');
    expect(finished.exitCode).to.equal(0);
  });
});
