#!/usr/bin/env node
import { runCli } from './cli';
import { systemClock } from './clock';
import { EcsCdError } from './errors';
import type { JobLog } from './log/job-log';
import { errorReportOf, exitCodeOf, styleOf } from './report/verdict-report';
import { proxySettingsIn } from './web/proxy';

/** GitLab kills a cancelled job some 10 s after its SIGTERM (GitLab Runner's source); a log cut off there tells nothing. */
const patienceMs = 6_500;

// The SDK warns on stderr that a later release of it will want a newer Node; which Node runs here is the job image's business.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

// A reader that has seen enough (`| head`) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') endWithoutLog();
});

/** Nothing can be told safely any more: what was thrown is not shown, since nothing has masked it. */
function endWithoutLog(): never {
  process.stderr.write('happened    the job log cannot be written\nverdict     internal-error (exit 1)\n');
  process.exit(1);
}

let log: JobLog | undefined;
const interrupter = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    const exitCode = exitCodeOf('cancelled', signal);
    // Whoever asks twice does not want to wait.
    if (interrupter.signal.aborted) process.exit(exitCode);
    interrupter.abort(signal);
    setTimeout(() => {
      const left = `the job was cancelled (${signal}), and a request was pending and may still take effect`;
      log?.report(errorReportOf(new EcsCdError('cancelled', left), exitCode, log.reminders), {
        isError: true,
        styleOf: styleOf('cancelled'),
      });
      process.exit(exitCode);
    }, patienceMs).unref();
  });
}

// Whatever is left undone must not look like success: Node ends with 0 when it has nothing left to wait for.
process.exitCode = 1;

const host = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
  interruption: interrupter.signal,
  wire: { proxies: proxySettingsIn(process.env) },
};
void runCli(host, (opened) => (log = opened)).then((exitCode) => {
  process.exitCode = exitCode;
  // Requests that nobody waits for any more must not hold a cancelled job for their timeout.
  if (interrupter.signal.aborted) process.exit();
}, endWithoutLog);
