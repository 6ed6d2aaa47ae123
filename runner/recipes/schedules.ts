import { isRefusedAtOnce } from '../aws/aws-error';
import { EcsCdError, orElse } from '../errors';
import type { JobLog } from '../log/job-log';
import { familyOf, familyRevisionOf } from '../names/arn';
import { errorOf, type Found } from '../preflight/evidence/finding';
import { namedIn, type Schedule } from '../schedules/schedule';
import type { Schedules } from '../schedules/schedules-api';
import type { ScheduleName } from '../settings/checks/ecs-names';
import type { DeploySettings } from '../settings/command-settings';
import type { Outcome } from '../verdict/outcome';

interface Effects {
  readonly schedules: Schedules;
  readonly log: JobLog;
}

type Wanted = Pick<DeploySettings, 'schedules' | 'families'> & {
  readonly revision: Pick<DeploySettings['revision'], 'family'>;
};

const subject = 'ECS_CD_SCHEDULES';

/**
 * What ECS_CD_SCHEDULES names, before anything is changed, and what speaks against it. Of a release of several families
 * each has its own: those that run none of its family are left to the others.
 */
export async function readSchedules(
  { schedules: names = [], families, revision: { family } }: Wanted,
  { schedules, log }: Effects,
): Promise<{ readonly schedules: readonly Schedule[]; readonly findings: Found }> {
  const read: Schedule[] = [];
  const findings: Found[] = [];
  for (const name of names) {
    try {
      const found = await schedules.read(name);
      const [one] = found;
      const problem = problemOf(name, found, families);
      findings.push(problem);
      if (!one || problem || !isOf(one, family)) continue;
      read.push(one);
      const runs = namedIn(one, family).map(familyRevisionOf);
      const text =
        runs.length > 0 ? `runs ${runs.join(', ')}` : `runs the latest revision of ${family} by itself`;
      log.line(`schedule    ${one.label} ${text}`);
    } catch (error) {
      if (!(error instanceof EcsCdError) || error.verdict !== 'rejected') throw error;
      findings.push(errorOf(subject, error.message, error.fix ?? `correct ${name.text}`));
    }
  }
  return { schedules: read, findings };
}

const lossOf = ({ label, lost }: Schedule) =>
  [
    `${label} has fields that this version of ecs-cd does not know and would lose: ${lost.join(', ')}`,
    'take it out of the list, or use a version of ecs-cd that knows them, if there is one',
  ] as const;

const isOf = ({ taskDefinitions }: Schedule, family: string) =>
  taskDefinitions.some((arn) => familyOf(arn) === family);

function problemOf(
  { text, parent, name }: ScheduleName,
  found: readonly Schedule[],
  families: readonly string[],
): Found {
  const [one, other] = found;
  if (!one)
    return errorOf(
      subject,
      `there is neither a schedule nor a rule ${text}`,
      `create ${name} in the group or on the bus ${parent}, or take it out of the list`,
    );
  if (other)
    return errorOf(
      subject,
      `${text} is both a schedule and a rule`,
      'write the ARN of the one that is meant',
    );
  if (!families.some((family) => isOf(one, family)))
    return errorOf(
      subject,
      `${one.label} runs no task of the family ${families.join(' or ')}`,
      'let its target run one, or take it out of the list',
    );
  return one.lost.length === 0 ? undefined : errorOf(subject, ...lossOf(one));
}

/**
 * Lets all of them run the revision that a run has left serving, or none: when one cannot be put, those before it are put
 * back. The service stays as it is, it has been verified; not so one that was at desired count 0.
 */
export async function moveSchedules(
  outcome: Outcome,
  before: readonly Schedule[],
  effects: Effects,
  desiredCount?: number,
): Promise<Outcome> {
  const { verdict, taskDefinition, serving: to = taskDefinition } = outcome;
  if (before.length === 0) return outcome;
  const isEmpty = verdict === 'succeeded' && desiredCount === 0;
  const keeps = 'the schedules (ECS_CD_SCHEDULES) keep their revision';
  if (verdict === 'paused') effects.log.warning(`${keeps} while the deployment is paused`);
  if (isEmpty)
    effects.log.warning(`${keeps}: the desired count was 0, so nothing had to show that the new one serves`);
  if (verdict !== 'succeeded' || isEmpty || to === undefined) return outcome;
  const moved: Moved[] = [];
  try {
    for (const schedule of before) await move(schedule, to, moved, effects);
    return outcome;
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    return notMoved(error, moved, { ...outcome, serving: to }, effects);
  }
}

async function notMoved(
  error: EcsCdError,
  moved: readonly Moved[],
  outcome: Outcome & { readonly serving: string },
  { log }: Effects,
): Promise<Outcome> {
  const stuck = await putBack(moved, log);
  const left =
    stuck.length === 0 ? 'none of them stays moved' : `moved, and not put back: ${stuck.join(', ')}`;
  return {
    ...outcome,
    verdict: 'needs-attention',
    happened: `${outcome.happened}, but the schedules do not follow: ${error.message}`,
    done: `the service stays on ${familyRevisionOf(outcome.serving)}; of the schedules ${left}`,
    fix: error.fix ?? 'correct what is named above',
    next: 'run the job again: it moves the schedules, and starts no deployment',
  };
}

interface Moved {
  readonly label: string;
  readonly was: string;
  readonly doubt?: string;
  readonly undo: () => Promise<string>;
}

const rejected = (message: string, fix: string) => new EcsCdError('rejected', message, { fix });

/** Adds what is to be put back if the next one fails, and nothing where it runs that already. */
async function move(
  before: Schedule,
  to: string,
  moved: Moved[],
  { schedules, log }: Effects,
): Promise<void> {
  const { label } = before;
  const [now] = await schedules.read(before.name);
  if (!now) throw new EcsCdError('rejected', `${label} has been deleted meanwhile`);
  const family = familyOf(to);
  const runs = namedIn(now, family);
  const [name, was] = [familyRevisionOf(to), [...new Set(runs)].map(familyRevisionOf).join(', ')];
  const had = namedIn(before, family);
  if (runs.every((arn) => arn === to) && (runs.length > 0 || had.length === 0)) {
    if (runs.length > 0) log.line(`schedule    ${label} runs ${name} already`);
    return;
  }
  if (now.lost.length > 0) throw rejected(...lossOf(now));
  if (String(runs) !== String(had))
    throw rejected(
      `somebody has changed ${label} meanwhile: it runs ${was || `no ${family}`} now`,
      `look who did, then run the job again: it moves ${label} to ${name}`,
    );
  const put = (next: (arn: string) => string) =>
    now.put((arn) => (runs.includes(arn) ? next(arn) : undefined));
  const undo = () => put((arn) => arn);
  const note = await orElse(
    put(() => to),
    (error) => {
      // Of several targets one may be put, or the answer be lost: it may have moved all the same.
      if (!isRefusedAtOnce(error)) moved.push({ label, was, undo, doubt: ' (perhaps, or in part)' });
      throw error;
    },
  );
  moved.push({ label, was, undo });
  log.line(`schedule    ${label} runs ${name} now, was ${was}${note}`);
}

/** The last one first; those that are stuck. */
async function putBack(moved: readonly Moved[], log: JobLog): Promise<readonly string[]> {
  const stuck: string[] = [];
  for (const { label, was, undo, doubt = '' } of moved.toReversed()) {
    try {
      const note = await undo();
      log.line(`schedule    ${label} put back to ${was}${note}`);
    } catch (error) {
      if (!(error instanceof EcsCdError)) throw error;
      log.warning(`${label} is not put back: ${error.message}`);
      stuck.push(label + doubt);
    }
  }
  return stuck;
}
