import { run } from '../../runner/subprocess';

export interface Place {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a program writes to its standard output; throws what it complains of. */
export async function outputOf(
  command: string,
  args: readonly string[],
  { folder, env }: Place,
): Promise<string> {
  const { exitCode, stdout, notStarted, lastLines } = await run({ command, args, cwd: folder, env });
  if (exitCode === 0) return stdout.trim();
  throw new Error([`${command} ${args[0] ?? ''} failed:`, notStarted, ...lastLines].join('\n'));
}
