import type { PlanSettings } from '../settings/command-settings';
import type { EcrImage } from '../ecr/ecr-api';
import { imageAwaited } from '../preflight/checks/image';
import { refusalOfFindings } from '../preflight/evidence/finding';
import { runPreflight, type PreflightEffects } from '../preflight/preflight';
import type { JobLog } from '../log/job-log';
import { planFileOf } from '../report/plan-json';
import { planReportOf } from '../report/plan-report';
import { throwIfCancelled } from '../recovery/cancel';
import { planOf } from '../release/plan';
import { readRelease, type ReleaseEffects } from '../release/release';
import type { WantedImage } from '../release/wanted-image';
import type { Outcome } from '../verdict/outcome';
import { areBehind } from '../schedules/schedule';
import type { Schedules } from '../schedules/schedules-api';
import { knownProblemsOf } from './known-problems';
import { readSchedules } from './schedules';
import { ofEach, atOnce, type ServiceRun } from './several/to-one-verdict';

interface PlanEffects extends ReleaseEffects, PreflightEffects {
  readonly schedules: Schedules;
  readonly log: JobLog;
  /** Keeps a text at that path. */
  readonly write: (path: string, text: string) => Promise<void>;
}

type Run = ServiceRun<PlanSettings, PlanEffects>;

/** The same for the services of one release: a change where one of them would change, and one file with a plan of each. */
export async function planServices(
  runs: readonly Run[],
  write: (text: string) => Promise<void>,
): Promise<Outcome> {
  const plans = new Map<string, unknown>();
  const planOne = ({ name, settings, effects }: Run) => {
    const keep = (_: string, text: string) => Promise.resolve(void plans.set(name, JSON.parse(text)));
    return planDeployment(settings, { ...effects, write: keep });
  };
  const outcomes = await ofEach(runs, planOne, atOnce).finally(() => {
    const services = runs.flatMap(({ name }) => plans.get(name) ?? []);
    return write(`${JSON.stringify({ version: 1, services }, undefined, 2)}\n`);
  });
  const changes = outcomes.filter(({ verdict }) => verdict === 'changes').map(({ happened }) => happened);
  const happened = [`${changes.length} of ${runs.length} services would change`, ...changes].join('; ');
  return { verdict: changes.length > 0 ? 'changes' : 'succeeded', happened, findings: [] };
}

/** What a deployment would do and what speaks against it. Changes nothing in AWS. */
export async function planDeployment(settings: PlanSettings, effects: PlanEffects): Promise<Outcome> {
  const { log, write } = effects;
  const { aws, place, revision, recovery, preflight, planFile } = settings;
  const imageFound = (found: EcrImage | undefined, wanted: WantedImage) =>
    imageAwaited(found, wanted, settings.isMergedResult);
  const release = await readRelease(settings, effects, (parts) =>
    knownProblemsOf(parts, place, imageFound, effects),
  );
  const { schedules, findings } = await readSchedules(settings, effects);
  const ofImage = [imageFound(release.image, release.wanted), findings];
  const result = await runPreflight(settings, release, ofImage, effects);
  throwIfCancelled(effects.interruption);
  const plan = planOf(release, place, result.caller);
  const refusal = refusalOfFindings(result.findings);
  const isEmpty = release.service?.desiredCount === 0;
  const isChange = plan.isChange || (!isEmpty && areBehind(schedules, release.choice.existing));
  const verdict = refusal?.verdict ?? (isChange ? 'changes' : 'succeeded');

  const lines = planReportOf(plan, result, release.service, { aws, place, recovery, preflight });
  log.line(lines);
  await write(planFile, planFileOf(log.redact, plan, result, verdict, { aws, place, revision }));
  if (refusal) {
    log.line('');
    throw refusal;
  }
  const happened =
    isChange === plan.isChange ? plan.happens : `${plan.happens}; schedules would be moved to it`;
  return { verdict, happened, findings: [] };
}
