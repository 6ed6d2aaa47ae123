import type { Verdict } from '../errors';

type Red = Exclude<Verdict, 'succeeded' | 'changes' | 'paused'>;

const look = 'look at the deployments, the stopped tasks and the events of the service';
const inConsole = 'in the ECS console';

/** What to do where a run knows nothing better: no red job ends without something that its reader can do. */
const generalFixes: Readonly<Record<Red, (consoleUrl?: string) => string>> = {
  'internal-error': () =>
    'this is a bug in ecs-cd: please report it with the lines above; what was under way goes on in AWS',
  'invalid-usage': () => 'correct what is named above',
  rejected: () => 'correct what is named above, in AWS or in the variables of the job',
  'build-failed': () => "see the build's output above",
  'push-failed': () => "see the build's output above",
  'rolled-back': (url) => lookAt(url),
  'needs-attention': (url) => lookAt(url),
  'timed-out': (url) => `run the job again to follow the rollout further, or ${lookAt(url)}`,
  superseded: (url) =>
    `if this revision is to serve, run the job again once the newer deployment has ended: see ${url ?? inConsole}`,
  vulnerable: () => 'correct what has the findings above, or except them',
  'task-failed': () => 'see the log of the task above and in CloudWatch Logs',
  'try-again': () => 'run the job again',
  cancelled: (url) =>
    url === undefined
      ? 'run it again if it is to go on'
      : `run the job again if it is to go on; the service as it is now: ${url}`,
};

function lookAt(url: string | undefined): string {
  return url === undefined ? `${look} ${inConsole}` : `${look}: ${url}`;
}

/** Undefined for a run that is not red. */
export function generalFixOf(verdict: Verdict, consoleUrl?: string): string | undefined {
  if (verdict === 'succeeded' || verdict === 'changes' || verdict === 'paused') return undefined;
  return generalFixes[verdict](consoleUrl);
}
