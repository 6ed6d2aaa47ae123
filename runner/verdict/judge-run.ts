import { elapsed } from '../log/timeline';
import type { Followed } from '../ecs/followed';
import type { Service } from '@aws-sdk/client-ecs';
import { familyRevisionOf } from '../names/arn';
import type { Ending } from '../rollout/ending';
import { primaryOf } from '../ecs/deployments';
import { findingsFor } from '../diagnosis/finding';
import { leftInPlaceBecause, type RollbackPolicy } from '../recovery/rollback-policy';
import { successMessageOf, rollbackMessageOf } from './success-message';
import type { FollowContext } from '../rollout/follow-context';
import type { Outcome } from './outcome';

export interface Course {
  /** How following the deployment ended. */
  readonly ending: Ending;
  /** How undoing it ended: an ending of its own, a sentence when it was not followed, nothing when it was not tried. */
  readonly undone: Ending | string | undefined;
  readonly policy: RollbackPolicy;
  /** The deployment that the run is about: mostly the one that was followed. */
  readonly about: Followed;
  readonly context: FollowContext;
  readonly interruption: AbortSignal;
}

type Judgement = Pick<Outcome, 'verdict' | 'happened' | 'done' | 'fix' | 'serving'>;

/** The one verdict of a run, from how following and undoing ended. */
export function outcomeOf(course: Course): Outcome {
  const { context, policy, about } = course;
  const judged = judgementOf(course);
  const judgement = { ...fixOf(course, judged), ...judged };
  return {
    ...judgement,
    findings: findingsFor(judgement.verdict, context.diagnosis.findings()),
    taskDefinition: about.taskDefinition,
    deploymentId: about.deploymentId,
    ...(policy.kind === 'back-to' ? { previousTaskDefinition: policy.target.taskDefinition } : {}),
  };
}

function fixOf(
  { ending, context, policy, about }: Course,
  { verdict }: Judgement,
): { readonly fix?: string } {
  const isWayOpen = policy.kind === 'by-hand' && policy.from !== about.taskDefinition;
  if (verdict === 'needs-attention' && isWayOpen) {
    return {
      fix: `to go back to ${familyRevisionOf(policy.from)}, run this job with ECS_CD_TO=${familyRevisionOf(policy.from)}`,
    };
  }
  if ('fix' in ending && ending.fix !== undefined) return { fix: ending.fix };
  const isUnexplained = ending.kind === 'deadline' && context.diagnosis.findings().length === 0;
  return isUnexplained
    ? { fix: 'give ECS_CD_TIMEOUT more time if the release only needs longer to start' }
    : {};
}

function judgementOf(course: Course): Judgement {
  const { ending, undone } = course;
  const name = familyRevisionOf(course.about.taskDefinition);
  switch (ending.kind) {
    case 'serving':
      return succeeded(course, ending);
    case 'rolled-back':
      return {
        verdict: 'rolled-back',
        happened:
          course.policy.kind === 'going-back'
            ? `${name} does not serve: ${ending.reason}`
            : `ECS rolled ${name} back: ${ending.reason}`,
        ...rollbackMessageOf(ending),
      };
    case 'superseded':
      return {
        verdict: 'superseded',
        happened: ending.reason,
        done: 'nothing: the newer deployment goes on',
      };
    case 'cancelled':
      return cancelled(course);
    case 'lost-sight':
      return {
        verdict: 'needs-attention',
        happened: `the rollout of ${name} can no longer be followed: ${ending.error.message}`,
        done: 'nothing: the rollout goes on in AWS, and how it ends is unknown',
        ...(ending.error.fix === undefined ? {} : { fix: ending.error.fix }),
      };
    case 'short':
      return {
        verdict: 'needs-attention',
        happened: `${name} serves, but ${ending.reason}`,
        done: 'nothing: ECS is starting the others',
      };
    case 'empty':
      return {
        verdict: 'needs-attention',
        happened: `the desired count became 0 while ${name} was being deployed: nothing serves`,
        fix: 'set the desired count of the service, then run the job again',
      };
    case 'service-gone':
    case 'rollback-failed':
      return { verdict: 'needs-attention', happened: `the deployment of ${name} failed: ${ending.reason}` };
    case 'failed':
    case 'hopeless':
    case 'unfit':
      return undone === undefined ? left(course, ending.reason) : afterUndo(course, ending.reason, undone);
    case 'deadline': {
      const reason = `no verdict within ${elapsed(course.context.timeoutSeconds * 1000)}: ${ending.reason}`;
      return undone === undefined ? left(course, reason) : afterUndo(course, reason, undone);
    }
  }
}

function succeeded({ about, policy }: Course, ending: Extract<Ending, { kind: 'serving' }>): Judgement {
  const happened = successMessageOf(familyRevisionOf(about.taskDefinition), ending);
  const isOld = policy.kind === 'serving' && ending.service.desiredCount !== 0;
  return { verdict: 'succeeded', happened: `${isOld ? 'nothing to change: ' : ''}${happened}` };
}

/** Not undone. */
function left({ ending, policy, about }: Course, reason: string): Judgement {
  const name = familyRevisionOf(about.taskDefinition);
  const done = leftInPlaceBecause(policy);
  if (policy.kind === 'serving') {
    return { verdict: 'needs-attention', happened: `${name} does not serve as it should: ${reason}`, done };
  }
  const happened = `the deployment of ${name} failed: ${reason}`;
  if (ending.kind === 'hopeless') {
    return { verdict: 'needs-attention', happened, done: `${done}; ECS goes on starting tasks of ${name}` };
  }
  if (ending.kind !== 'deadline') return { verdict: 'needs-attention', happened, done };
  if (ending.stand === 'rolling-back') {
    return {
      verdict: 'needs-attention',
      happened,
      done: 'ECS is still rolling back; this run waits no longer',
    };
  }
  if (policy.kind !== 'off') return { verdict: 'needs-attention', happened, done };
  return {
    verdict: 'timed-out',
    happened: `${name}: ${reason}`,
    done: `${done}${standTexts[ending.stand]}`,
  };
}

const standTexts = {
  'in-progress': '; the rollout goes on in AWS',
  // The reason says so already.
  completed: '',
  'rolling-back': '',
  unknown: '; how the rollout stands in AWS is not known',
} as const;

function afterUndo(course: Course, reason: string, undone: Ending | string): Judgement {
  const name = familyRevisionOf(course.about.taskDefinition);
  const happened = `the deployment of ${name} failed: ${reason}`;
  if (typeof undone === 'string')
    return { verdict: 'needs-attention', happened, done: `the rollback failed: ${undone}` };
  switch (undone.kind) {
    case 'rolled-back':
      return { verdict: 'rolled-back', happened, ...rollbackMessageOf(undone) };
    case 'serving':
      return {
        ...succeeded(course, undone),
        done: 'nothing: it was completed before it could be rolled back',
      };
    case 'superseded':
      return {
        verdict: 'superseded',
        happened: `${happened}; then ${undone.reason}`,
        done: 'nothing more: the newer deployment goes on',
      };
    case 'cancelled':
      return cancelled({ ...course, undone: 'the rollback goes on in AWS without this job' });
    case 'lost-sight':
      return {
        verdict: 'needs-attention',
        happened,
        done: `the rollback was asked for, but can no longer be followed: ${undone.error.message}`,
      };
    case 'empty':
      return {
        verdict: 'needs-attention',
        happened,
        done: 'the desired count became 0 during the rollback: nothing serves',
      };
    case 'deadline':
      return { verdict: 'needs-attention', happened, done: unfinished(course, undone.service) };
    default:
      return {
        verdict: 'needs-attention',
        happened,
        done: `the rollback did not end well: ${undone.reason}`,
      };
  }
}

function unfinished({ policy, context }: Course, service: Service | undefined): string {
  const target = policy.kind === 'back-to' ? ` to ${familyRevisionOf(policy.target.taskDefinition)}` : '';
  const { runningCount = 0, desiredCount = 0 } = (service && primaryOf(service)) ?? {};
  const time = elapsed(context.rollbackSeconds * 1000);
  return `the rollback${target} has not finished within ${time}: ${runningCount} of ${desiredCount} tasks run; ECS goes on with it`;
}

function cancelled({ ending, undone, about, interruption, policy }: Course): Judgement {
  const name = familyRevisionOf(about.taskDefinition);
  const failed = 'reason' in ending ? `, which had failed: ${ending.reason}` : '';
  const goesOn = policy.kind === 'serving' ? '' : '; the rollout goes on in AWS';
  return {
    verdict: 'cancelled',
    happened: `the job was cancelled (${String(interruption.reason)}) while ${name} was being deployed${failed}`,
    done: typeof undone === 'string' ? undone : `${leftInPlaceBecause(policy)}${goesOn}`,
  };
}
