import { expect } from 'chai';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { runCli } from '../runner/cli';
import type { Clock } from '../runner/clock';
import type { Wire, Host } from '../runner/host';
import { proxySettingsIn } from '../runner/web/proxy';

export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  /** stdout and stderr in the order in which they were written. */
  readonly log: string;
  readonly stderr: string;
  /** What the job hands on, by name. */
  readonly dotenv: Readonly<Record<string, string>>;
}

export interface RunOptions {
  readonly clock: Clock;
  readonly endpoint: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly interruption?: AbortSignal;
  readonly wire?: Wire;
  /** Nothing by default. */
  readonly stdin?: string | Host['stdin'];
  /** Of the terminal that it writes to; none by default. */
  readonly columns?: number;
  /** Called with each piece of the log as it is written. */
  readonly onLog?: (text: string) => void;
}

/** In memory where the system has such a folder: on a busy disk the files of a run take longer than the run (measured). */
const temporary = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Runs the whole program in this process, in a project folder of its own. */
export async function runEcsCd(argv: readonly string[], options: RunOptions): Promise<Run> {
  const cwd = mkdtempSync(path.join(temporary, 'ecs-cd-run-'));
  let log = '';
  let stdout = '';
  let stderr = '';
  const { columns } = options;
  const into = (keep: (text: string) => void) => {
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        const text = chunk.toString('utf8');
        log += text;
        keep(text);
        options.onLog?.(text);
        done();
      },
    });
    return columns === undefined ? stream : Object.assign(stream, { isTTY: true, columns });
  };
  try {
    const exitCode = await runCli({
      argv,
      env: { CI_PROJECT_DIR: cwd, ...options.env },
      cwd,
      stdin:
        typeof options.stdin === 'object' ? options.stdin : Readable.from([Buffer.from(options.stdin ?? '')]),
      stdout: into((text) => {
        stdout += text;
      }),
      stderr: into((text) => {
        stderr += text;
      }),
      clock: options.clock,
      interruption: options.interruption ?? new AbortController().signal,
      wire: {
        endpoint: options.endpoint,
        retryDelayMs: 0,
        proxies: proxySettingsIn(options.env),
        ...options.wire,
      },
    });
    return { exitCode, log, stdout, stderr, dotenv: dotenvIn(options.env['CI_PROJECT_DIR'] ?? cwd) };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** The run as it went, which must have ended with this exit code. */
export async function exits<Ended extends Pick<Run, 'exitCode' | 'log'>>(
  exitCode: number,
  run: Promise<Ended>,
): Promise<Ended> {
  const ended = await run;
  expect(ended.exitCode, ended.log).to.equal(exitCode);
  return ended;
}

function dotenvIn(folder: string): Record<string, string> {
  try {
    const lines = readFileSync(path.join(folder, 'ecs-cd.env'), 'utf8').trimEnd().split('\n');
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  } catch {
    return {};
  }
}
