import type { Followed } from '../ecs/deployments';
import { findingsFor } from '../diagnosis/finding';
import { minutesOf } from '../log/timeline';
import { familyRevisionOf } from '../names/arn';
import { leftInPlaceBecause, type RollbackPolicy } from '../recovery/rollback-policy';
import type { Undone } from '../recovery/undo';
import type { Ending } from '../rollout/state/ending';
import type { FollowContext } from '../rollout/follow-context';
import { gateTextOf } from '../rollout/state/gate';
import {
  nextStepOf,
  unfinishedRollback,
  unhandledEnding,
  rollbackMessageOf,
  successMessageOf,
  waitingAt,
} from './unhandled-ending';
import type { Outcome, Verdicted } from './outcome';

/** How following a deployment, and undoing it, ended. */
export interface RunEnd extends Undone {
  readonly policy: RollbackPolicy;
  /** The deployment that the run is about: mostly the one that was followed. */
  readonly about: Followed;
  readonly context: Pick<FollowContext, 'diagnosis' | 'timeoutSeconds' | 'rollbackSeconds'>;
  readonly interruption: AbortSignal;
}

/** The revision that the run is about: `web:7`. */
type Named = RunEnd & { readonly name: string };

/** The one verdict of a run, from how following and undoing ended. */
export function outcomeOf(end: RunEnd): Outcome {
  const { context, policy, about } = end;
  const name = familyRevisionOf(about.taskDefinition);
  const verdicted = verdictOf({ ...end, name });
  const isOpen = verdicted.verdict === 'needs-attention' || verdicted.verdict === 'timed-out';
  return {
    ...fixOf(end),
    ...verdicted,
    ...(isOpen ? { next: nextStepOf(end, policy, name) } : {}),
    findings: findingsFor(verdicted.verdict, context.diagnosis.findings()),
    taskDefinition: about.taskDefinition,
    deploymentId: about.deploymentId,
    ...previousOf(end),
  };
}

/** What a deployment would go back to; what a rollback by hand has replaced. */
function previousOf({ policy, about }: RunEnd): { readonly previousTaskDefinition?: string } {
  if (policy.kind === 'back-to') return { previousTaskDefinition: policy.target.taskDefinition };
  const isReplaced = policy.kind === 'by-hand' && policy.from !== about.taskDefinition;
  return isReplaced ? { previousTaskDefinition: policy.from } : {};
}

function fixOf({ ending, context }: RunEnd): { readonly fix?: string } {
  if ('fix' in ending && ending.fix !== undefined) return { fix: ending.fix };
  const isUnexplained =
    ending.kind === 'deadline' && ending.phase !== 'unknown' && context.diagnosis.findings().length === 0;
  return isUnexplained
    ? { fix: 'give ECS_CD_TIMEOUT more time if the release only needs longer to start' }
    : {};
}

function verdictOf(end: Named): Verdicted {
  const { ending } = end;
  switch (ending.kind) {
    case 'serving':
      return succeeded(end, ending);
    case 'rolled-back':
      return rolledBackByEcs(end, ending);
    case 'paused':
      return pausedAt(end, ending);
    case 'superseded':
      return { verdict: 'superseded', happened: ending.reason, done: newerGoesOn };
    case 'cancelled':
      return cancelled(end);
    case 'job-limit':
      return endedByJobLimit(end, ending);
    case 'failed':
    case 'cannot-succeed':
      return failed(end, ending.reason);
    case 'deadline': {
      const limit = minutesOf(end.context.timeoutSeconds);
      const stands = ending.phase === 'unknown' ? 'its state is unknown' : 'still not healthy';
      return failed(end, `${stands} after ${limit}: ${ending.reason}`);
    }
    default:
      return unhandledEnding(end.name, ending);
  }
}

const newerGoesOn = 'the newer deployment goes on';

function succeeded({ name, policy }: Named, ending: Extract<Ending, { kind: 'serving' }>): Verdicted {
  const happened = successMessageOf(name, ending);
  const isOld = policy.kind === 'serving' && ending.service.desiredCount !== 0;
  return { verdict: 'succeeded', happened: `${isOld ? 'nothing to change: ' : ''}${happened}` };
}

function rolledBackByEcs(end: Named, ending: Extract<Ending, { kind: 'rolled-back' }>): Verdicted {
  const { about, name, policy, rollback } = end;
  const happened =
    policy.kind === 'going-back'
      ? `${name} does not serve: ${ending.reason}`
      : `ECS rolled ${name} back: ${ending.reason}`;
  if (rollback !== undefined) return afterRollback(end, rollback, happened);
  if (ending.taskDefinition !== about.taskDefinition)
    return { verdict: 'rolled-back', happened, ...rollbackMessageOf(ending) };
  const done = `${leftInPlaceBecause[policy.kind]}; an earlier deployment of ${name} serves`;
  return { verdict: 'needs-attention', happened, done };
}

function failed(end: Named, reason: string): Verdicted {
  const failed = 'isCalledOff' in end.ending ? 'was called off' : 'failed';
  const happened = `the deployment of ${end.name} ${failed}: ${reason}`;
  return end.rollback === undefined
    ? leftInPlace(end, reason, happened)
    : afterRollback(end, end.rollback, happened);
}

function pausedAt(end: Named, ending: Extract<Ending, { kind: 'paused' }>): Verdicted {
  const { name, policy } = end;
  const { gate } = ending;
  if (policy.kind === 'going-back')
    return afterRollback(end, ending, `${name} does not serve: it was being taken back already`);
  return {
    verdict: 'paused',
    happened: `${name} is paused ${gateTextOf(gate)}`,
    ...waitingAt(gate, policy.kind === 'by-hand'),
    gate,
  };
}

/** Not undone. */
function leftInPlace({ ending, policy, name }: Named, reason: string, happened: string): Verdicted {
  const kept = leftInPlaceBecause[policy.kind];
  const attention = (done: string) => ({ verdict: 'needs-attention' as const, happened, done });
  if (policy.kind === 'serving')
    return { ...attention(kept), happened: `${name} does not serve as it should: ${reason}` };
  if (ending.kind === 'cannot-succeed') return attention(`${kept}; ECS goes on starting tasks of ${name}`);
  if (ending.kind === 'failed' && ending.isBaking)
    return attention(`${kept}; ECS goes on with its bake time`);
  if (ending.kind !== 'deadline') return attention(kept);
  if (ending.phase === 'rolling-back')
    return attention('ECS is still rolling back; this run waits no longer');
  if (policy.kind !== 'off') return attention(kept);
  const done = `${kept}${goesOnTexts[ending.phase]}`;
  return { verdict: 'timed-out', happened: `${name}: ${reason}`, done };
}

const goesOnTexts = {
  'in-progress': '; the rollout goes on in AWS',
  // The reason says so already.
  completed: '',
  unknown: '; the state of the rollout in AWS is unknown',
} as const;

function afterRollback(end: Named, rollback: Ending | string, happened: string): Verdicted {
  if (typeof rollback === 'string')
    return { verdict: 'needs-attention', happened, done: `the rollback failed: ${rollback}` };
  switch (rollback.kind) {
    case 'rolled-back':
      return { verdict: 'rolled-back', happened, ...rollbackMessageOf(rollback) };
    case 'serving':
      return { ...succeeded(end, rollback), done: 'it was completed before it could be rolled back' };
    case 'superseded':
      return { verdict: 'superseded', happened: `${happened}; then ${rollback.reason}`, done: newerGoesOn };
    case 'cancelled':
      return cancelled({ ...end, rollback: 'the rollback goes on in AWS without this job' });
    default:
      return { verdict: 'needs-attention', happened, done: unfinishedRollback(rollback, end) };
  }
}

/** How it ends is not known: what goes on in AWS is said, and how to see to its end. */
function endedByJobLimit(
  { name, policy, rollback }: Named,
  { limit, reason, heldBy, phase }: Extract<Ending, { kind: 'job-limit' }>,
): Verdicted {
  const held = heldBy === undefined ? '' : `; waiting for ${heldBy}`;
  const goesOn = phase === 'completed' ? `${name} is left in place` : 'the rollout goes on in AWS';
  return {
    verdict: policy.kind === 'off' ? 'timed-out' : 'needs-attention',
    happened: `GitLab is about to end this job (${limit}), and ${name} has no verdict yet: ${reason}${held}`,
    done: typeof rollback === 'string' ? rollback : `${leftInPlaceBecause[policy.kind]}; ${goesOn}`,
    fix: `raise ${limit}`,
  };
}

function cancelled({ ending, rollback, name, interruption, policy }: Named): Verdicted {
  const failure = 'reason' in ending ? `, which had failed: ${ending.reason}` : '';
  const goesOn = policy.kind === 'serving' ? '' : '; the rollout goes on in AWS';
  return {
    verdict: 'cancelled',
    happened: `the job was cancelled (${String(interruption.reason)}) while ${name} was being deployed${failure}`,
    done: typeof rollback === 'string' ? rollback : `${leftInPlaceBecause[policy.kind]}${goesOn}`,
  };
}
