import type { PlanSettings } from '../settings/settings';
import { imageAwaited } from '../preflight/checks/image-present';
import { refusalOfFindings } from '../preflight/evidence/finding';
import { runPreflight, type PreflightEffects } from '../preflight/preflight';
import type { JobLog } from '../log/job-log';
import { planFileOf } from '../report/plan-json';
import { planReportOf } from '../report/plan-report';
import { throwIfCancelled } from '../recovery/cancel';
import { planOf } from '../release/plan';
import { readRelease, type ReleaseEffects } from '../release/release';
import type { Outcome } from '../verdict/outcome';
import { wrongAccount } from './wrong-account';

export interface PlanEffects extends ReleaseEffects, PreflightEffects {
  readonly log: JobLog;
  /** Keeps a text at that path. */
  readonly write: (path: string, text: string) => Promise<void>;
}

/** What a deployment would do and what speaks against it. Changes nothing in AWS. */
export async function planDeployment(settings: PlanSettings, effects: PlanEffects): Promise<Outcome> {
  const { log, write } = effects;
  const release = await readRelease(settings, effects, () => wrongAccount(settings, effects));
  const ofImage = imageAwaited(release.image, settings, settings.isMergedResult);
  const result = await runPreflight(settings, release, ofImage, effects);
  throwIfCancelled(effects.interruption);
  const plan = planOf(release, settings, result.caller);
  const refusal = refusalOfFindings(result.findings);
  const verdict = refusal?.verdict ?? (plan.isChange ? 'changes' : 'succeeded');

  for (const line of planReportOf(plan, result, release.service, settings)) log.line(line);
  await write(settings.planFile, log.redact(planFileOf(plan, result, verdict, settings)));
  log.line(`plan file   ${settings.planFile}`);
  if (refusal) {
    log.line('');
    throw refusal;
  }
  return { verdict, happened: plan.happens, findings: [] };
}
