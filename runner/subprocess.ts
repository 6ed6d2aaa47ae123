import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { kill } from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

export interface Subprocess {
  readonly command: string;
  /** Never for a shell, and never with a secret in it: every process of the machine can read them. */
  readonly args: readonly string[];
  /** The whole environment; nothing is added to it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Text for the standard input, which is closed after it. */
  readonly stdin?: string;
  /** Gets every line as it comes, of both streams; a carriage return of a progress display ends a line too. */
  readonly onLine?: (line: string) => void;
  /** Once aborted, the process and all its children are asked to end, and killed if they do not. */
  readonly signal?: AbortSignal;
  readonly graceMs?: number;
}

export interface Finished {
  /** Undefined when a signal ended it, or when it never started. */
  readonly exitCode?: number;
  /** The signal that ended it. */
  readonly endedBy?: string;
  readonly isAborted: boolean;
  /** Why there was no process at all: `ENOENT` when there is no such program, `EACCES`, ... */
  readonly notStarted?: string;
  /** The last lines of each stream. */
  readonly stdout: string;
  readonly stderr: string;
  /** The last lines of both, in the order in which they came. */
  readonly lastLines: readonly string[];
}

const defaultGraceMs = 2_000;
/** A process that was left in the background can hold the pipes open for ever. */
const pipesAfterExitMs = 300;
/** A job's cancellation reaches the child as well, perhaps a moment before it reaches us. */
const cancellationMs = 50;
const keptLines = 2_000;

/** Runs a program to its end. Never rejects over what the program does. */
export async function run(subprocess: Subprocess): Promise<Finished> {
  const { command, args, env, cwd, stdin = '', signal } = subprocess;
  if (signal?.aborted) return { isAborted: true, stdout: '', stderr: '', lastLines: [] };
  // A process group of its own, so that its children can be ended with it.
  const child = spawn(command, args, { env, cwd, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const lines = keepLines(child, subprocess.onLine);
  // A program that ends without reading its input closes the pipe early; its exit code says all there is to say.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const end = await untilEnd(child, subprocess);
  if (signal && !signal.aborted && end.exitCode !== 0 && end.notStarted === undefined) {
    await delay(cancellationMs, undefined, { signal }).catch(() => undefined);
  }
  return { ...end, isAborted: signal?.aborted ?? false, ...lines() };
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

function untilEnd(
  child: Child,
  { signal, graceMs = defaultGraceMs }: Subprocess,
): Promise<Pick<Finished, 'exitCode' | 'endedBy' | 'notStarted'>> {
  const timers: NodeJS.Timeout[] = [];
  const stop = () => {
    killGroup(child, 'SIGTERM');
    timers.push(setTimeout(() => killGroup(child, 'SIGKILL'), graceMs));
  };
  signal?.addEventListener('abort', stop, { once: true });
  child.once('exit', () => {
    timers.push(
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, pipesAfterExitMs),
    );
  });
  return new Promise((resolve) => {
    const done = (end: Parameters<typeof resolve>[0]) => {
      timers.forEach(clearTimeout);
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) killGroup(child, 'SIGKILL');
      resolve(end);
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) done({ notStarted: error.code ?? error.message });
    });
    child.once('close', (exitCode, endedBy) => {
      if (child.pid === undefined) return;
      done({ ...(exitCode === null ? {} : { exitCode }), ...(endedBy === null ? {} : { endedBy }) });
    });
  });
}

function killGroup({ pid }: Child, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    kill(-pid, signal);
  } catch (error) {
    // Nobody is left in it.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function keepLines(child: Child, onLine?: (line: string) => void) {
  const kept = { stdout: [] as string[], stderr: [] as string[], lastLines: [] as string[] };
  const keep = (lines: string[], line: string) => {
    lines.push(line);
    if (lines.length > 2 * keptLines) lines.splice(0, keptLines);
  };
  for (const stream of ['stdout', 'stderr'] as const) {
    createInterface({ input: child[stream], crlfDelay: Infinity }).on('line', (line) => {
      keep(kept[stream], line);
      keep(kept.lastLines, line);
      onLine?.(line);
    });
  }
  return () => ({
    stdout: kept.stdout.join('\n'),
    stderr: kept.stderr.join('\n'),
    lastLines: kept.lastLines.slice(-keptLines),
  });
}
