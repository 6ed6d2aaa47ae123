import { primaryOf } from '../ecs/deployments';
import { minutesOf } from '../log/timeline';
import { familyRevisionOf } from '../names/arn';
import type { Undone } from '../recovery/undo';
import type { RollbackPolicy } from '../recovery/rollback-policy';
import type { Ending } from '../rollout/state/ending';
import { gateTextOf, type Gate } from '../rollout/state/gate';
import type { Verdicted } from './outcome';
import { minuteText } from '../rollout/state/patience';

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
    case 'lost-sight': {
      const { message, fix } = ending.error;
      const happened = `the rollout of ${name} can no longer be followed: ${message}`;
      const done = 'not rolled back: the rollout goes on in AWS, and how it ends is unknown';
      return { verdict, happened, done, ...(fix === undefined ? {} : { fix }) };
    }
    case 'short-of-tasks': {
      const done = 'ECS is starting the others';
      return { verdict, happened: `${name} was deployed, but ${ending.reason}`, done };
    }
    case 'empty':
      return {
        verdict,
        happened: `the desired count became 0 while ${name} was being deployed: nothing serves`,
      };
    default:
      return { verdict, happened: `the deployment of ${name} failed: ${ending.reason}` };
  }
}

interface Rollback {
  readonly policy: RollbackPolicy;
  readonly context: { readonly rollbackSeconds: number };
}

/** What is to be said of a rollback that was asked for and failed. */
export function unfinishedRollback(
  rollback: Exclude<Ending, { kind: 'rolled-back' | 'serving' | 'superseded' | 'cancelled' }>,
  end: Rollback,
): string {
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
      return `the rollback failed: ${rollback.reason}`;
  }
}

function lateRollback(
  { policy, context }: Rollback,
  { service, phase }: Extract<Ending, { kind: 'deadline' }>,
): string {
  const target = policy.kind === 'back-to' ? ` to ${familyRevisionOf(policy.target.taskDefinition)}` : '';
  const { runningCount = 0, desiredCount = 0 } = primaryOf(service) ?? {};
  const time = minutesOf(context.rollbackSeconds);
  // Only a rollback that was seen to begin goes on.
  const goesOn = phase === 'rolling-back' ? '; ECS goes on with it' : ', and its result is unknown';
  return `the rollback${target} has not finished within ${time}: ${runningCount} of ${desiredCount} tasks run${goesOn}`;
}

/** What waits at a gate, and what answers it. A way back runs another image than its job's commit: that does not find it. */
export function waitingAt({ deployment, production }: Gate, isWayBack: boolean) {
  const share = production === undefined ? '' : ` with ${production} % of production traffic`;
  return {
    done: `it waits in AWS${share}, without this job`,
    next: isWayBack
      ? `run the continue job with ECS_CD_DEPLOYMENT=${deployment} (ecs-cd continue --deployment ARN)`
      : 'run the continue job (ecs-cd continue) to go on, or the reject job (ecs-cd reject) to take it back',
  };
}

/** What somebody who has to look after a service runs or presses now, after a deployment of `name` (`web:7`). */
export function nextStepOf({ ending, rollback }: Undone, policy: RollbackPolicy, name: string): string {
  const held = [policy.kind === 'going-back' ? ending : rollback].find(isPaused);
  if (held) return waitingAt(held.gate, true).next;
  switch (ending.kind) {
    case 'lost-sight':
      return 'run the job again once AWS lets it look: it follows the deployment and starts no other';
    case 'short-of-tasks':
      return `run the job again when the tasks are there: it checks that ${name} serves`;
    case 'empty':
      return `${countFixOf(ending)}, then run the job again`;
    case 'service-gone':
      return 'create the service again (terraform apply), then run the job again';
    case 'job-limit':
      return 'run a job with "ecs-cd follow" (.ecs-follow): it sees to the end of what goes on in AWS';
    default: {
      if (ending.kind === 'deadline' && policy.kind === 'off')
        return 'run the job again to follow it further, or the rollback job (ecs-cd rollback) to go back';
      const isBack = typeof rollback === 'object';
      const failures = ['rollback-failed', ...(isBack ? ['failed', 'cannot-succeed'] : [])];
      return afterFailure(policy, name, failures.includes((isBack ? rollback : ending).kind));
    }
  }
}

const isPaused = (end: Undone['rollback']) => typeof end === 'object' && end.kind === 'paused';

/** A DAEMON service has no desired count of its own: it runs one task for each container instance (AWS docs). */
function countFixOf({ service }: Ending): string {
  return service?.schedulingStrategy === 'DAEMON'
    ? 'add container instances to the cluster'
    : 'set the desired count of the service';
}

function afterFailure(policy: RollbackPolicy, name: string, hasFailed: boolean): string {
  const target = familyRevisionOf(
    policy.kind === 'back-to' ? policy.target.taskDefinition : policy.kind === 'by-hand' ? policy.from : name,
  );
  if (target === name)
    return `deploy a commit that corrects ${name}, or run the rollback job with ECS_CD_TO set to a revision that served before`;
  const run = `run the rollback job with ECS_CD_TO=${target} (ecs-cd rollback --to ${target})`;
  if (!hasFailed) return run;
  return `correct what keeps ${target} from serving, or choose another revision (ecs-cd status lists them), then ${run}`;
}

/** What there is to say of a revision that serves. */
export function successMessageOf(
  name: string,
  { service, unchecked, baking }: Omit<Extract<Ending, { kind: 'serving' }>, 'kind'>,
): string {
  const { desiredCount = 0 } = service;
  if (desiredCount === 0) {
    return `${name} is set, but the desired count is 0 as it was before: nothing serves`;
  }
  const { runningCount = 0 } = primaryOf(service) ?? {};
  const rest = runningCount < desiredCount ? ': enough for the early success criteria of the service' : '';
  const text = `${name} serves ${runningCount} of ${desiredCount} tasks ${verifiedText(unchecked)}${rest}`;
  if (!baking) return text;
  const until = baking.until ? ` until about ${minuteText(baking.until)}` : '';
  return `${text}; ECS bakes it and may still take it back${until} (ECS_CD_WAIT_UNTIL is baking)`;
}

/** The same of the one that was put back. */
export function rollbackMessageOf({
  taskDefinition,
  isEmpty,
  unchecked,
}: Extract<Ending, { kind: 'rolled-back' }>): { readonly done: string; readonly serving: string } {
  const name = familyRevisionOf(taskDefinition);
  const done = isEmpty
    ? `${name} is set again; the desired count is 0 as it was before: nothing serves`
    : `${name} serves again ${verifiedText(unchecked)}`;
  return { done, serving: taskDefinition };
}

/** Only what was looked at is called verified. */
function verifiedText(unchecked: readonly string[]): string {
  return unchecked.length === 0 ? '(verified)' : `(ECS says so; not verified: ${unchecked.join(', ')})`;
}
