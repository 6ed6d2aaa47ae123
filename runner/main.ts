#!/usr/bin/env node
import { runCli } from './cli';
import { systemClock } from './clock';

// The SDK warns on stderr that a later release of it will want a newer Node; which Node runs here is the job image's business.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const interrupter = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => interrupter.abort(signal));
}

void runCli({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
  interruption: interrupter.signal,
}).then((exitCode) => {
  // Requests that nobody waits for any more must not hold a cancelled job for their timeout.
  process.exitCode = exitCode;
  if (interrupter.signal.aborted) process.exit();
});
