import { liesOf } from '../scenarios/verdict-invariants';
import type { Truth } from '../simulator/ecs/truth';
import type { FuzzCase } from './fuzz-case';
import { checkSecondsOf, type RanCase } from './run-case';

/** What of all that must hold for every run does not hold for this one, in words. */
export function brokenProperties(fuzzCase: FuzzCase, told: RanCase): string[] {
  return [
    ...lies(fuzzCase, told),
    ...lateness(fuzzCase, told),
    ...disobedience(told),
    ...needlessUndoing(fuzzCase, told),
    ...blindness(fuzzCase, told),
  ];
}

/**
 * The law of every run (../scenarios/law.ts), judged by what was true at the moment of the verdict: virtual time stands
 * still between the last answer of AWS and the end of a run, so both see the same. Where AWS showed something older,
 * what was true at some moment since then will do: nobody can say what AWS hides.
 */
function lies(fuzzCase: FuzzCase, told: RanCase): string[] {
  const since = oldestSightOf(told);
  const earlier = told.truths.findLast(({ at }) => at <= since);
  const moments = told.truths.filter((moment) => moment === earlier || moment.at > since);
  const verdicts = moments.map(({ truth }) =>
    liesOf({ ...told, after: truth }).filter((lie) => !isNoLie(lie, truth, fuzzCase, told)),
  );
  return verdicts.some((found) => found.length === 0) ? [] : (verdicts.at(-1) ?? []);
}

/** The pause between two looks. */
const looksApartMs = 10_000;

/** How old the last that a run saw was. */
function oldestSightOf({ calls, endedAt }: RanCase): number {
  const old = calls.filter(({ shownAt, at }) => shownAt !== undefined && at >= endedAt - looksApartMs);
  if (old.length === 0) return endedAt;
  return Math.min(endedAt - looksApartMs, ...old.map(({ shownAt = endedAt }) => shownAt));
}

function isNoLie(
  lie: string,
  truth: Truth | undefined,
  { hands, command }: FuzzCase,
  told: RanCase,
): boolean {
  const { calls, log, before, exitCode, dotenv } = told;
  // Whoever else deploys the old revision once more brings back what this run would have brought back.
  if (lie === "exit 6, but web:1 is somebody else's deployment") {
    return hands.some(({ does }) => does === 'redeploy');
  }
  // Whoever deployed before this run did is who it has to bring back.
  if (lie.endsWith("is somebody else's deployment")) {
    const found = told.changeMoments[0]?.truth?.primary;
    if (found?.isOthers && found.taskDefinition === truth?.primary?.taskDefinition) return true;
  }
  // Who replaced ours may have been taken back since. A run that begins with old news takes its forerunner for another.
  if (lie.startsWith('exit 9, but PRIMARY is')) {
    const first = calls.find(({ operation }) => operation === 'DescribeServices');
    const hasForerunner = command === 'deploy twice' || command === 'deploy again';
    const isNew = (truth?.deploymentsOfOthers ?? 0) > (before?.deploymentsOfOthers ?? 0);
    return isNew || (hasForerunner && first?.fault === 'stale');
  }
  // Who may not look at tasks or targets sees only that tasks run, not how they are; the verdict says that.
  const revision = exitCode === 0 ? dotenv['ECS_CD_TASK_DEFINITION'] : truth?.primary?.taskDefinition;
  return (
    /tasks of \S+ are healthy|serves most/.test(lie) &&
    log.includes('ECS says so; not verified') &&
    truth !== undefined &&
    (truth.runningByRevision[revision ?? ''] ?? 0) >= truth.neededCount
  );
}

/** What a run needs beside its timeouts: patience with an AWS that does not answer, settling, closer looks. */
const graceSeconds = 600;
/** when-settled.ts: as long does a run wait for somebody else's rollback before it changes anything. */
const settledWithinSeconds = 15 * 60;

/** What ECS waits for on purpose, in all; a rollback drains and calls hooks again. */
function heldSeconds({
  pause,
  lambda,
  bakeMinutes,
  strategy,
  drainSeconds = 0,
  front,
}: FuzzCase['service']): number {
  const steps = strategy && 'percent' in strategy ? strategy : undefined;
  const waits = steps?.kind === 'LINEAR' ? Math.ceil(100 / steps.percent) - 1 : 1;
  const minutes = (pause?.timeoutMinutes ?? 0) + (bakeMinutes ?? 5) + waits * (steps?.stepMinutes ?? 0);
  const network = front === 'network' ? 10 * (3 + waits) : 0;
  return (minutes + network) * 60 + (lambda?.seconds ?? 0) + drainSeconds;
}

/** By its deadline, plus the rollback's, plus what README.md adds for `job_timeout`; pauses do not count. */
function lateness(fuzzCase: FuzzCase, { startedAt, endedAt, log, cancelledAt }: RanCase): string[] {
  const { timeoutSeconds, bakeSeconds = 0, service } = fuzzCase;
  const waited = /^waiting /m.test(log) ? settledWithinSeconds : 0;
  const bound =
    2 * (timeoutSeconds + checkSecondsOf(fuzzCase)) +
    bakeSeconds +
    graceSeconds +
    waited +
    2 * heldSeconds(service);
  const took = (endedAt - startedAt) / 1000;
  return [
    ...(took > bound ? [`took ${took} s, not at most ${bound} s`] : []),
    ...(cancelledAt !== undefined && endedAt > cancelledAt
      ? [`went on for ${(endedAt - cancelledAt) / 1000} s after it was cancelled`]
      : []),
  ];
}

/** Time passes only while the runner waits, so a cancelled run was waiting: it cannot have known that all is well. */
function disobedience({ cancelledAt, exitCode }: RanCase): string[] {
  return cancelledAt !== undefined && exitCode === 0 ? ['cancelled, but exit 0'] : [];
}

/** What serves in full, fails nowhere and answers right is not taken back before the deadline. */
function needlessUndoing(
  { command, hands, timeoutSeconds, service }: FuzzCase,
  { changeMoments, answers = [], testAnswers = [], dotenv, cancelledAt }: RanCase,
): string[] {
  const [forward, back] = changeMoments;
  if (!forward || !back || command === 'rollback' || hands.length > 0 || cancelledAt !== undefined) return [];
  const { truth, at, operation } = back;
  const ours = dotenv['ECS_CD_TASK_DEFINITION'] ?? '';
  const isServing =
    truth !== undefined &&
    truth.desiredCount > 0 &&
    (truth.healthyByRevision[ours] ?? 0) >= truth.neededCount &&
    truth.failures.every((failure) => failure < forward.at);
  const isEarly = at < forward.at + timeoutSeconds * 1000;
  const isWrong = [...answers, ...testAnswers].some((status) => status !== 200);
  // Nobody has continued it in time: ECS itself calls that failed.
  const hasExpired = service.pause?.action === 'ROLLBACK' && !truth?.isRolloutInFlight;
  return isServing && isEarly && !isWrong && !hasExpired ? [`${operation} took back what served well`] : [];
}

/** No user sees a release because of this run that has not answered on test traffic. A way back has nothing to show. */
function blindness({ command }: FuzzCase, { answersAtGo, dotenv }: RanCase): string[] {
  const own = answersAtGo.filter(({ revision }) => revision === dotenv['ECS_CD_TASK_DEFINITION']);
  const last = own.map(({ statuses }) => statuses.slice(-3));
  const isBlind = last.some((some) => some.length < 3 || some.some((status) => status !== 200));
  return isBlind && command !== 'rollback'
    ? ['let a release go on that had not answered on test traffic']
    : [];
}
