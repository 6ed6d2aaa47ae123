import type { DeploySettings } from '../settings/command-settings';
import type { Outcome } from '../verdict/outcome';
import { clearRelease, type DeployEffects, readyRelease, rollOut, settledRelease } from './release-steps';
import { refuseUnclearRuns, withRuns } from './run-task';

/** From a tag in ECR to a verdict on the service. */
export async function deployService(settings: DeploySettings, effects: DeployEffects): Promise<Outcome> {
  const clear = await clearRelease(settings, effects);
  refuseUnclearRuns(clear, settings);
  const settled = await settledRelease(clear, settings, effects);
  const ready = await readyRelease(settled, settings, effects);
  return withRuns(ready, settings, effects, () => rollOut(ready, settings, effects));
}
