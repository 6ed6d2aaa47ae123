import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder whose image no engine and no registry has seen before, for as long as `action` takes. */
export async function withScratchContext<Result>(
  action: (context: string) => Promise<Result>,
): Promise<Result> {
  const context = await mkdtemp(path.join(tmpdir(), 'ecs-cd-scratch-image-'));
  try {
    await writeFile(path.join(context, 'content'), randomUUID());
    await writeFile(path.join(context, 'Dockerfile'), 'FROM scratch\nCOPY content /\nCMD ["/content"]\n');
    return await action(context);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}
