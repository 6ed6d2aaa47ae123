import { primaryOf } from '../ecs/deployments';
import { elapsed } from '../log/timeline';
import { familyRevisionOf } from '../names/arn';
import type { RollbackPolicy } from '../recovery/rollback-policy';
import type { Ending } from '../rollout/state/ending';
import { gateTextOf } from '../rollout/state/gate';
import { countFixOf } from './next-step';
import type { Verdicted } from './outcome';

/** Endings of a deployment (`web:7`) about which nothing is done: a person has to look. */
export function unhandledEnding(
  name: string,
  ending: Extract<
    Ending,
    { kind: 'lost-sight' | 'short-of-tasks' | 'empty' | 'service-gone' | 'rollback-failed' }
  >,
): Verdicted {
  const verdict = 'needs-attention';
  switch (ending.kind) {
    case 'lost-sight':
      return {
        verdict,
        happened: `the rollout of ${name} can no longer be followed: ${ending.error.message}`,
        done: 'nothing: the rollout goes on in AWS, and how it ends is unknown',
        ...(ending.error.fix === undefined ? {} : { fix: ending.error.fix }),
      };
    case 'short-of-tasks':
      return {
        verdict,
        happened: `${name} was deployed, but ${ending.reason}`,
        done: 'nothing: ECS is starting the others',
      };
    case 'empty':
      return {
        verdict,
        happened: `the desired count became 0 while ${name} was being deployed: nothing serves`,
        fix: `${countFixOf(ending)}, then run the job again`,
      };
    default:
      return { verdict, happened: `the deployment of ${name} failed: ${ending.reason}` };
  }
}

interface Rollback {
  readonly policy: RollbackPolicy;
  readonly context: { readonly rollbackSeconds: number };
}

type UnfinishedRollback = Exclude<Ending, { kind: 'rolled-back' | 'serving' | 'superseded' | 'cancelled' }>;

/** What is to be said of a rollback that was asked for and did not end well. */
export function unfinishedRollback(rollback: UnfinishedRollback, end: Rollback): string {
  switch (rollback.kind) {
    case 'lost-sight':
      return `the rollback was asked for, but can no longer be followed: ${rollback.error.message}`;
    case 'empty':
      return 'the desired count became 0 during the rollback: nothing serves';
    case 'deadline':
      return lateRollback(end, rollback);
    case 'paused':
      return `the rollback waits for somebody to run the continue job: ${gateTextOf(rollback.gate)} (${rollback.gate.deployment})`;
    case 'job-limit':
      return `the rollback was asked for and goes on in AWS: ${rollback.limit} ends this job before it has finished`;
    default:
      return `the rollback did not end well: ${rollback.reason}`;
  }
}

function lateRollback(
  { policy, context }: Rollback,
  { service, phase }: Extract<Ending, { kind: 'deadline' }>,
): string {
  const target = policy.kind === 'back-to' ? ` to ${familyRevisionOf(policy.target.taskDefinition)}` : '';
  const { runningCount = 0, desiredCount = 0 } = primaryOf(service) ?? {};
  const time = elapsed(context.rollbackSeconds * 1000);
  // Only a rollback that was seen to begin goes on.
  const goesOn =
    phase === 'rolling-back' ? '; ECS goes on with it' : ', and whether it ends well is not known';
  return `the rollback${target} has not finished within ${time}: ${runningCount} of ${desiredCount} tasks run${goesOn}`;
}
