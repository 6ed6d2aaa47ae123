// Loaded into a measured process with --require: writes its peak memory (kilobytes) to file descriptor 3 as it ends.
const { readFileSync, writeSync } = require('node:fs');

/** What resourceUsage() calls the peak is never less than the parent had when it forked; Linux counts it anew for a program. */
function peakKilobytes() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}

process.on('exit', () => writeSync(3, String(peakKilobytes())));
