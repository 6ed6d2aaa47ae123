// What surrounds the whole test run; mocha loads it before any test.

import type { ContainerEngine } from './engine/container-engine';
import { engineForTests } from './engine/engine-for-tests';
import { forgetReleaseAssets, makeReleaseAssets, removeReleaseAssets } from './release-assets';

const leaveSeconds = 2;

// The machine's own AWS profiles, keys and instance role must decide nothing.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
process.env.AWS_CONFIG_FILE = process.env.AWS_SHARED_CREDENTIALS_FILE = '/dev/null';
process.env.AWS_EC2_METADATA_DISABLED = 'true';
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

let engine: ContainerEngine | undefined;

/** Tests in many processes share one container engine and one bundle; in one process the first that needs them makes them. */
export async function mochaGlobalSetup(this: Mocha.Runner & { isParallelMode(): boolean }): Promise<void> {
  forgetReleaseAssets();
  if (!this.isParallelMode()) return;
  [engine] = await Promise.all([engineForTests(), makeReleaseAssets()]);
  Object.assign(process.env, engine?.env);
}

/** The counts alone on the last line, for whoever reads them by program; and no wait for what a test left open. */
export async function mochaGlobalTeardown(this: Mocha.Runner): Promise<void> {
  await Promise.all([engine?.stop(), removeReleaseAssets()]);
  const { passes, failures, pending } = this.stats ?? { passes: 0, failures: 1, pending: 0 };
  console.log(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}`);
  setTimeout(() => {
    console.error(`the tests left open: ${process.getActiveResourcesInfo().join(', ')}`);
    // mocha sets the number of failures as exit code at the very end; this comes after it.
    process.once('exit', () => (process.exitCode = 1)).exit();
  }, leaveSeconds * 1000).unref();
}
