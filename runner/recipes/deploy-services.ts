import { primaryOf, rolledBackDeploymentOf } from '../ecs/deployments';
import { nameOfBase } from '../release/base-revision';
import type { RevisionChoice } from '../release/revision-to-run';
import type { JobLog } from '../log/job-log';
import { foundDeploymentIn } from '../rollout/start-deployment';
import type { DeploySettings } from '../settings/command-settings';
import type { Outcome } from '../verdict/outcome';
import { companyOf } from './several/company';
import { tellLeftSchedules } from './several/left-schedules';
import { ofEach, atOnce, type ServiceRun, toOneVerdict } from './several/to-one-verdict';
import { isAllOrNone, withWayBack } from './several/way-back';
import { refuseUnclearRuns, withRuns } from './run-task';
import {
  clearRelease,
  type DeployEffects,
  type ReadyRelease,
  readyRelease,
  rollOut,
  settledRelease,
  startableOf,
} from './release-steps';

type Run = ServiceRun<DeploySettings, DeployEffects>;
type Ready = Run & { readonly release: ReadyRelease };

/** From a tag in ECR to one verdict on one service or several. Nothing is changed unless all of them may be. */
export async function deployServices(
  runs: readonly Run[],
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
  const isOne = runs.length === 1;
  const ready: Ready[] = [];
  for (const run of await withWayBack(settled)) {
    const { choice } = run.release;
    const twin = ready.find(({ release }) => keyOf(release.choice) === keyOf(choice))?.release.revision;
    const { existing = twin?.taskDefinition } = choice;
    const release = { ...run.release, choice: { ...choice, existing } };
    ready.push({ ...run, release: await readyRelease(release, run.settings, run.effects) });
  }
  if (!isOne)
    log.line(
      `services    ${settings.order}; ${isAllOrNone(runs) ? 'all go back if one fails' : 'each by itself'}`,
    );
  const [first] = ready;
  const rollOutOfAll = () => rollOutAll(ready, settings, interruption);
  // A command is of the release, not of each service.
  return first ? withRuns(first.release, settings, first.effects, rollOutOfAll) : rollOutOfAll();
}

/** A schedule runs one revision of its family, and old ones go once: both are seen to with the first service of it. */
function withoutOthersFamily(run: Run, index: number, runs: readonly Run[]): Run {
  const { family } = run.settings.revision;
  const isFirst = runs.findIndex(({ settings }) => settings.revision.family === family) === index;
  const { keepRevisions: _, ...settings } = run.settings;
  return isFirst ? run : { ...run, settings: { ...settings, schedules: [] } };
}

/** Services of one family that get the same share one revision. */
const keyOf = ({ base, change }: RevisionChoice) => JSON.stringify([nameOfBase(base), change]);

async function rollOutAll(
  runs: readonly Ready[],
  { order }: DeploySettings,
  interruption: AbortSignal,
): Promise<Outcome> {
  const company = companyOf(runs, isAllOrNone(runs));
  const takenBack = runs.find(({ release }) => isTakenBack(release));
  if (takenBack) company.callOff(`${takenBack.name} is being taken back already`);
  const isOneByOne = order === 'one-by-one';
  const outcome = await toOneVerdict(runs, {
    ...{ company, isOneByOne, allDone: `all ${runs.length} services serve this release` },
    work: ({ release, settings, effects }, member) => rollOut(release, settings, effects, member),
    mayBegin({ release }) {
      const isBroken = isOneByOne && !company.isWhole();
      // What an earlier attempt has begun is seen to its end.
      return !(company.calledOff.aborted || interruption.aborted || isBroken) || !!foundIn(release);
    },
  });
  tellLeftSchedules(
    runs.map(({ release: { schedules }, ...run }) => ({ ...run, schedules })),
    outcome,
  );
  return outcome;
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
