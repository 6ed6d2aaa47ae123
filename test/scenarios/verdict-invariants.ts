import { exitCodes } from '../../runner/errors';
import { said } from '../said';
import { isChange, isUpdate } from './calls';
import type { Truth } from '../simulator/ecs/truth';

/** A run as the world sees it, and what the simulator knows to be true at the moment of its verdict. */
export interface Facts {
  readonly exitCode: number;
  readonly log: string;
  readonly dotenv: Readonly<Record<string, string>>;
  /** Names of the run's operations that took effect, in order. */
  readonly changes: readonly string[];
  /** ECS_CD_ROLLBACK is off. */
  readonly isRollbackOff: boolean;
  /** Undefined where the service is not known (any more). */
  readonly before: Truth | undefined;
  /** What the address answered that must answer 200 three times in a row; absent where none was asked. */
  readonly answers?: readonly number[];
  /** The same of the address on test traffic. */
  readonly testAnswers?: readonly number[];
  readonly after: Truth | undefined;
  /** What was true when the run first changed the service, and when it took that back; as far as it did. */
  readonly changeTruths?: readonly (Truth | undefined)[];
}

/** What the verdict says that is not so: the law that every run of the runner keeps, whatever AWS does. */
export function liesOf(facts: Facts): string[] {
  return [
    ...liesOfVerdict(facts),
    ...contradictions(facts),
    ...needlessDeployments(facts),
    ...healthyReleasesUndone(facts),
    ...silence(facts),
  ];
}

/** What keeps `revision` from serving as the service's own settings ask for; empty when it serves. */
export function missingFor(revision: string, before: Truth | undefined, after: Truth | undefined): string[] {
  if (!after) return ['there is no service'];
  const { desiredCount, neededCount, healthyByRevision, primary, taskDefinition, baking } = after;
  const missing: string[] = [];
  if (primary?.taskDefinition !== revision) {
    missing.push(`PRIMARY runs ${primary?.taskDefinition ?? 'nothing'}, not ${revision}`);
  }
  if (desiredCount === 0) {
    return before?.desiredCount === 0 ? missing : [...missing, 'the desired count became 0: nothing serves'];
  }
  const healthy = healthyByRevision[revision] ?? 0;
  if (healthy < neededCount) missing.push(`${healthy} of ${neededCount} tasks of ${revision} are healthy`);
  // Early success criteria let old tasks serve on beside the new ones.
  const isEarly = neededCount < desiredCount;
  if (!isEarly && baking !== revision && taskDefinition !== revision) {
    missing.push(`${taskDefinition ?? 'nothing'} serves most, not ${revision}`);
  }
  return missing;
}

/** Of the first service, `web`, where it names several. */
const revisionIn = (dotenv: Facts['dotenv']) => dotenv['ECS_CD_TASK_DEFINITION']?.split(',')[0];

/** What it says of the service is for others to see: it looks, and changes nothing. */
const planOfNothing = /a deployment would (?:follow it and )?change nothing/;

function liesOfVerdict(facts: Facts): string[] {
  const { exitCode, before, after, dotenv, changes, log } = facts;
  const revision = revisionIn(dotenv);
  switch (exitCode) {
    case exitCodes.succeeded:
      if (planOfNothing.test(log)) return changes.map((change) => `a plan changed something: ${change}`);
      return revision === undefined
        ? ['exit 0 does not say which revision serves']
        : [...missingFor(revision, before, after), ...missingAnswers(facts), ...untoldBakeIn(facts)].map(
            (what) => `exit 0, but ${what}`,
          );
    case exitCodes.paused:
      return after?.waitsFor === 'hook' ? [] : ['exit 11, but no hook holds the deployment'];
    case exitCodes['rolled-back']:
      return liesOfRollback(facts);
    case exitCodes.superseded:
      return liesOfSuperseded(facts);
    case exitCodes['invalid-usage']:
    case exitCodes.rejected:
    case exitCodes.changes:
    case exitCodes['try-again']:
      return changes
        .filter(isChange)
        .map((change) => `exit ${exitCode} says that nothing was changed, but ${change} went through`);
    case exitCodes['task-failed']:
      return liesOfTask(facts);
    case exitCodes['needs-attention']:
      return /^done +.*serves again \(verified\)/m.test(facts.log)
        ? ['exit 7 says that an earlier revision is verified to serve']
        : [];
    case exitCodes['timed-out']:
      return liesOfTimeout(facts);
    case 130:
    case 143:
      return [];
    case exitCodes['internal-error']:
      return ['exit 1 is a bug'];
    default:
      return [`exit ${exitCode} is no verdict`];
  }
}

/** Either nothing has begun, or the release serves. */
function liesOfTask({ changes, before, after, dotenv }: Facts): string[] {
  if (!changes.some(isChange)) return [];
  return missingFor(revisionIn(dotenv) ?? '', before, after).map((what) => `exit 13, but ${what}`);
}

/** Who calls a release a success that ECS may still take back has to say so, and nobody else may. */
function untoldBakeIn({ log, after }: Facts): string[] {
  const isSo = after?.baking !== undefined;
  if (log.includes(said.mayBeTakenBack) === isSo) return [];
  return [isSo ? 'it does not say that ECS still bakes' : 'it says that ECS bakes, and ECS does not'];
}

const answersInRow = 3;

/** A release that nothing runs of has nothing to answer with. */
function missingAnswers({ answers, testAnswers, after }: Facts): string[] {
  const asked = after?.desiredCount === 0 ? [] : [answers, testAnswers].filter((one) => one !== undefined);
  const last = asked.map((all) => all.slice(-answersInRow));
  const wrong = last.filter((some) => some.length < answersInRow || some.some((status) => status !== 200));
  return wrong.map((some) => `the address answered ${some.join(', ') || 'nothing'} in the end`);
}

function liesOfRollback({ before, after, dotenv }: Facts): string[] {
  const primary = after?.primary;
  const revision = primary?.taskDefinition ?? 'nothing';
  const lies = missingFor(revision, before, after).map((what) => `exit 6, but ${what}`);
  if (revision === revisionIn(dotenv)) lies.push(`exit 6, but ${revision} is what was to be undone`);
  // One that was there before the run is what ECS goes back to.
  if (primary?.isOthers && primary.deploymentId !== before?.primary?.deploymentId)
    lies.push(`exit 6, but ${revision} is somebody else's deployment`);
  return lies;
}

function liesOfSuperseded({ before, after, dotenv, changes }: Facts): string[] {
  if (!after?.primary) return ['exit 9, but there is no PRIMARY'];
  const { deploymentId, taskDefinition, isOthers } = after.primary;
  // Who started none may come when it is there already.
  const isFollower = !changes.some(isUpdate);
  const isNew = ![before?.primary?.deploymentId, dotenv['ECS_CD_DEPLOYMENT_ID']].includes(deploymentId);
  return (isNew || isFollower) && isOthers
    ? []
    : [`exit 9, but PRIMARY is ${deploymentId} of ${taskDefinition}, nobody else's`];
}

function liesOfTimeout({ before, after, dotenv, log, isRollbackOff }: Facts): string[] {
  const lies = isRollbackOff ? [] : ['exit 8, but rollback is not off'];
  const missing = missingFor(revisionIn(dotenv) ?? '', before, after);
  const isSaidToGoOn = log.includes(said.goesOn);
  if (isSaidToGoOn && missing.length === 0 && !after?.isRolloutInFlight)
    lies.push('exit 8 says that the rollout goes on, but the deployment is done');
  return lies;
}

/** The exit code, the dotenv and the last line of the log say the same. */
function contradictions({ exitCode, log, dotenv }: Facts): string[] {
  const verdicts: Readonly<Record<number, string>> = {
    ...Object.fromEntries(Object.entries(exitCodes).map(([verdict, code]) => [code, verdict])),
    130: 'cancelled',
    143: 'cancelled',
  };
  const verdict = verdicts[exitCode] ?? 'none';
  const [lastLine = ''] = log.trimEnd().split('\n').slice(-1);
  return [
    ...(dotenv['ECS_CD_VERDICT'] === verdict
      ? []
      : [`exit ${exitCode} is ${verdict}, but the dotenv says ${dotenv['ECS_CD_VERDICT'] ?? 'nothing'}`]),
    ...(new RegExp(`^verdict +${verdict} \\(exit ${exitCode}\\)$`).test(lastLine)
      ? []
      : [`exit ${exitCode} is ${verdict}, but the log ends in: ${lastLine}`]),
  ];
}

/** Whoever reads a red log learns what to do, and be it where to look. */
function silence({ exitCode, log }: Facts): string[] {
  const green: readonly number[] = [exitCodes.succeeded, exitCodes.changes, exitCodes.paused];
  const isTold = green.includes(exitCode) || /^(?:fix {9}|next {8})\S/m.test(log);
  return isTold ? [] : [`exit ${exitCode} says nothing of what to do about it`];
}

/** One deployment forward; one back where the first failed, unless ECS takes it back by itself. */
function needlessDeployments({ exitCode, before, after, changes }: Facts): string[] {
  const updates = changes.filter(isUpdate).length;
  // Of a service that is gone nobody knows which of the requests made one: a lost reply has it sent again.
  if (before && !after) return [];
  const made = before && after ? oursOf(after) - oursOf(before) : updates;
  const mayGoBack = !([exitCodes.succeeded, exitCodes['timed-out']] as number[]).includes(exitCode);
  const most = mayGoBack ? 2 : 1;
  return made > most ? [`${made} deployments were made, at most ${most} had to be`] : [];
}

/**
 * What serves in full, fails nowhere and answers right only waits for what ECS was configured to wait for: its bake, the
 * next step of the traffic, a hook, old tasks that drain. Only whoever cancels the job takes that back.
 */
export function healthyReleasesUndone({
  exitCode,
  changeTruths = [],
  answers = [],
  testAnswers = [],
  dotenv,
}: Facts): string[] {
  const [forward, back] = changeTruths;
  const isWrong = [...answers, ...testAnswers].some((status) => status !== 200);
  const isCancelled = exitCode === 130 || exitCode === 143;
  if (!forward || !back?.waitsFor || back.desiredCount === 0 || isWrong || isCancelled) return [];
  const ours = revisionIn(dotenv) ?? '';
  const isHealthy = (back.healthyByRevision[ours] ?? 0) >= back.neededCount;
  const hasFailed = back.failures.length > forward.failures.length;
  return isHealthy && !hasFailed
    ? [`${ours} was healthy and waited for a ${back.waitsFor}, but was undone`]
    : [];
}

const oursOf = ({ deploymentsEver, deploymentsOfOthers }: Truth) => deploymentsEver - deploymentsOfOthers;
