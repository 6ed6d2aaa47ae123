import type { Context } from 'mocha';
import { hasCommand } from '../engine/install-engine';

/** Skips the tests when one of these programs is not here; with ECS_CD_TEST_ENGINE=required that is a failure. */
export async function skipWithout(test: Context, ...programs: readonly string[]): Promise<void> {
  for (const program of programs) {
    if (await hasCommand(program)) continue;
    if (process.env.ECS_CD_TEST_ENGINE === 'required') throw new Error(`${program} is not here`);
    test.skip();
  }
}
