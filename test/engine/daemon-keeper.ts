// Started by own-daemon.ts as a process of its own. Its standard input is the leash: when it ends, everything goes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addBridge, mountCgroups, unmountBelow, type Undo } from './daemon-ground';
import { startDockerd } from './dockerd';
import type { KeeperReply } from './own-daemon';

const undos: Undo[] = [];

async function start(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ecs-cd-engine-'));
  undos.push(
    () => rm(folder, { recursive: true, force: true }),
    () => unmountBelow(folder),
  );
  undos.push(await mountCgroups());
  const bridge = await addBridge();
  undos.push(bridge.remove);
  const dockerd = await startDockerd(folder, bridge.name);
  undos.push(dockerd.stop);
  return dockerd.host;
}

async function clearAway(): Promise<void> {
  for (const undo of undos.splice(0).toReversed()) {
    await undo().catch((error: unknown) =>
      console.error(`clearing the container engine away: ${String(error)}`),
    );
  }
}

const released = new Promise<void>((resolve) => {
  process.stdin.resume().once('end', resolve).once('close', resolve);
  // It has to outlive whatever ends the one it works for.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
});

const say = (reply: KeeperReply) => process.stdout.write(`${JSON.stringify(reply)}\n`);
process.stdout.on('error', () => undefined);

start()
  .then((host) => say({ host }))
  .then(() => released)
  .catch((error: unknown) => say({ error: error instanceof Error ? error.message : String(error) }))
  .finally(() => clearAway())
  .finally(() => process.exit());
