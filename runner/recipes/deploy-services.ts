import { EcsCdError } from '../errors';
import { isSettled, primaryOf, rolledBackDeploymentOf } from '../ecs/deployments';
import type { JobLog } from '../log/job-log';
import { rollbackTargetOf } from '../release/rollback-target';
import { runningImagesOf } from '../release/revision-to-run';
import { foundDeploymentIn } from '../rollout/start-deployment';
import type { DeploySettings } from '../settings/command-settings';
import type { Outcome, ServiceOutcome } from '../verdict/outcome';
import { outcomeOfServices } from '../verdict/outcome-of-services';
import { companyOf, type Company, type Member } from './several/company';
import { ofEach } from './several/of-each';
import { refuseUnclearRuns, withRuns } from './run-task';
import {
  clearRelease,
  type ClearRelease,
  type DeployEffects,
  type ReadyRelease,
  readyRelease,
  rollOut,
  settledRelease,
  startableOf,
} from './release-steps';

export interface ServiceRun {
  readonly name: string;
  readonly settings: DeploySettings;
  readonly effects: DeployEffects;
}

type Clear = ServiceRun & { readonly release: ClearRelease };
type Ready = ServiceRun & { readonly release: ReadyRelease };

/** As many as one DescribeServices takes. */
const atOnce = 10;

/** From a tag in ECR to one verdict on several services. Nothing is changed unless all of them may be. */
export async function deployServices(
  runs: readonly ServiceRun[],
  settings: DeploySettings,
  { log, interruption }: { readonly log: JobLog; readonly interruption: AbortSignal },
): Promise<Outcome> {
  const clear = await ofEach(
    runs.map(withoutOthersFamily),
    async (run) => ({ ...run, release: await clearRelease(run.settings, run.effects) }),
    atOnce,
  );
  const [leading] = clear;
  if (leading) refuseUnclearRuns(leading.release, settings);
  const settled = await ofEach(clear, async (run) => ({
    ...run,
    release: await settledRelease(run.release, run.settings, run.effects),
  }));
  const isAllOrNone = settings.several.onFailure === 'all' && settings.recovery.rollback === 'on';
  const ready: Ready[] = [];
  for (const run of isAllOrNone ? await withWayBack(settled) : settled) ready.push(...(await readied(run)));
  log.line(
    `services    ${settings.several.order}; ${isAllOrNone ? 'all go back if one fails' : 'each by itself'}`,
  );
  const [first] = ready;
  const rollOutOfAll = () => rollOutAll(ready, settings, isAllOrNone, interruption);
  // A command is of the release, not of each service.
  return first ? withRuns(first.release, settings, first.effects, rollOutOfAll) : rollOutOfAll();
}

/** A schedule runs one revision of its family, and old ones go once: both are seen to with the first service of it. */
function withoutOthersFamily(run: ServiceRun, index: number, runs: readonly ServiceRun[]): ServiceRun {
  const { family } = run.settings.revision;
  const isFirst = runs.findIndex(({ settings }) => settings.revision.family === family) === index;
  const { keepRevisions: _, ...settings } = run.settings;
  return isFirst ? run : { ...run, settings: { ...settings, schedules: [] } };
}

const readied = (run: Clear) =>
  ofEach([run], async ({ release, settings, effects }) => ({
    ...run,
    release: await readyRelease(release, settings, effects),
  }));

/**
 * What serves already was brought there by an attempt at this release that was killed, and goes back with the others; not
 * where the others run its image too, so that nothing of the release is new but a revision.
 */
function withWayBack(runs: readonly Clear[]): Promise<Clear[]> {
  const isNew = runs.some(({ release }) => bringsImage(release));
  return ofEach(
    runs,
    async (run) => {
      const { release, effects } = run;
      const { existing, service } = { ...release, ...release.choice };
      if (!isNew || !release.isServed || existing === undefined) return run;
      return { ...run, release: { ...release, target: await rollbackTargetOf(service, existing, effects) } };
    },
    atOnce,
  );
}

function bringsImage({ choice, service }: ClearRelease): boolean {
  const primary = primaryOf(service);
  const isAtRest = primary !== undefined && isSettled(primary, service);
  return !isAtRest || runningImagesOf(choice).some((image) => image !== choice.change.image);
}

async function rollOutAll(
  runs: readonly Ready[],
  { several }: DeploySettings,
  isAllOrNone: boolean,
  interruption: AbortSignal,
): Promise<Outcome> {
  const company = companyOf(
    runs.map(({ name }) => name),
    isAllOrNone,
  );
  const takenBack = runs.find(({ release }) => isTakenBack(release));
  if (takenBack) company.callOff(`${takenBack.name} is being taken back already`);
  const begun = new Map<string, Promise<Outcome>>();
  for (const [index, run] of runs.entries()) {
    const member = company.members[index] as Member;
    const isBroken = several.order === 'one-by-one' && !company.isWhole();
    const isStopped = company.calledOff.aborted || interruption.aborted || isBroken;
    // What an earlier attempt has begun is seen to its end.
    if (isStopped && !foundIn(run.release)) {
      member.leave(false);
      continue;
    }
    begun.set(run.name, rolledOut(run, member, company));
    if (several.order === 'one-by-one') await member.settled;
  }
  // A bug in one does not leave the others alone.
  await Promise.allSettled([...begun.values()]);
  const services = await Promise.all(
    runs.map(async ({ name }) => ({ name, outcome: await begun.get(name) })),
  );
  tellLeftSchedules(runs, services);
  return outcomeOfServices(services, company.calledOff.reason as string | undefined);
}

/** What follows the first service of a family stays where that one fails by itself, though another one of it serves. */
function tellLeftSchedules(runs: readonly Ready[], services: readonly ServiceOutcome[]): void {
  const served = runs.filter((_, index) => services[index]?.outcome?.verdict === 'succeeded');
  for (const { name, release, settings, effects } of runs.filter((run) => !served.includes(run))) {
    const { family } = settings.revision;
    const other = served.find((one) => one.settings.revision.family === family);
    if (release.schedules.length > 0 && other)
      effects.log.warning(
        `the schedules (ECS_CD_SCHEDULES) of ${family} follow ${name}, so they keep their revision though ${other.name} serves this release`,
      );
  }
}

async function rolledOut(
  { name, release, settings, effects }: Ready,
  member: Member,
  company: Company,
): Promise<Outcome> {
  let isServed = false;
  try {
    const outcome = await rollOut(release, settings, effects, member);
    isServed = outcome.verdict === 'succeeded';
    return outcome;
  } catch (error) {
    company.callOff(`${name} failed`);
    if (!(error instanceof EcsCdError)) throw error;
    const { verdict, message, fix } = error;
    return { verdict, happened: message, findings: [], ...(fix === undefined ? {} : { fix }) };
  } finally {
    member.leave(isServed);
  }
}

/** What an earlier attempt at this release has left. */
function foundIn(release: ReadyRelease) {
  return foundDeploymentIn(release.service, startableOf(release));
}

function isTakenBack(release: ReadyRelease): boolean {
  const { service, revision } = release;
  const isFailed = primaryOf(service)?.rolloutState === 'FAILED';
  const isRolledBack = rolledBackDeploymentOf(service)?.taskDefinition === revision.taskDefinition;
  const found = foundIn(release);
  return found !== undefined && (found.started.kind === 'going-back' || isRolledBack || isFailed);
}
