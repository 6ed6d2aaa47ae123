import { fixesOf, whereToLook } from '../diagnosis/finding';
import type { Verdict } from '../errors';
import type { Outcome } from '../verdict/outcome';

const look = 'look at the deployments, the stopped tasks and the events of the service in the ECS console';

/** What to do where a run knows nothing better: no red job ends without something that its reader can do. */
const generalFixes: Readonly<Partial<Record<Verdict, string>>> = {
  'internal-error':
    'this is a bug in ecs-cd: please report it with the lines above; what was under way goes on in AWS',
  'invalid-usage': 'correct what is named above',
  rejected: 'correct what is named above, in AWS or in the variables of the job',
  'build-failed': "see the build's output above",
  'push-failed': "see the build's output above",
  'rolled-back': `${look}, or at what ecs-cd status shows; if this revision is to serve all the same, run the deploy job again (ecs-cd deploy)`,
  'needs-attention': look,
  'timed-out': `run the job again to follow the rollout further, or ${look}`,
  superseded:
    'if this revision is to serve, run the job that deploys it again once the newer deployment has ended; ecs-cd status shows which serves',
  vulnerable: 'correct what has the findings above, or except them',
  'task-failed': 'see the log of the task above and in CloudWatch Logs',
  'try-again': 'run the job again',
  cancelled: 'run the job again if it is to go on',
};

/** What to change, or where to look for it where nothing else says what to do. Of several services each says its own. */
export function fixesIn({ verdict, findings, fix, services, next }: Outcome): readonly string[] {
  const known = [...fixesOf(findings), ...(fix === undefined ? [] : [fix])];
  const general = generalFixes[verdict];
  return known.length > 0 || services || general === undefined
    ? [...new Set(known)]
    : [...(next === undefined ? [general] : []), ...findings.slice(0, 1).map(whereToLook)];
}
