import { awsSettingsOf } from '../aws-settings';
import { oneOf } from '../checks/check';
import { deploymentIdOf } from '../checks/ecs-names';
import { type Inputs, optional, required, settingsOf, sliceOf } from '../fields';
import { followSettingsOf } from '../follow-settings';
import { healthCheckOf } from '../health-check';
import { placeSettingsOf } from '../place-settings';
import { ofImageSlicesOf, type OfImageSettings } from './release-settings';
import { dotenvPathOf } from '../report-settings';
import type { FollowSettings, ProofSettings, ReportSettings } from '../slices';
import { switchPositions } from '../variables/variables';

export interface FollowCommandSettings extends OfImageSettings {
  readonly follow: FollowSettings;
  readonly proof: ProofSettings;
  readonly report: ReportSettings;
  /** ECS_CD_DEPLOYMENT_ID: `ecs-svc/N`; without it the deployment of the image. */
  readonly deploymentId?: string;
}

/** What `ecs-cd follow` works with. Throws one error with everything that is wrong. */
export function followCommandSettingsOf(inputs: Inputs): FollowCommandSettings {
  const { place, disagreements } = placeSettingsOf(inputs);
  return settingsOf<FollowCommandSettings>(
    inputs,
    {
      ...ofImageSlicesOf(inputs),
      aws: awsSettingsOf(inputs),
      place,
      follow: followSettingsOf(inputs, required(inputs, 'ECS_CD_FAIL_FAST', oneOf(switchPositions))),
      // The bake time is what ECS itself takes.
      proof: sliceOf<ProofSettings>({ healthCheck: healthCheckOf(inputs), bakeSeconds: { value: 0 } }),
      report: sliceOf<ReportSettings>({ dotenv: dotenvPathOf(inputs) }),
      deploymentId: optional(inputs, 'ECS_CD_DEPLOYMENT_ID', deploymentIdOf),
    },
    disagreements,
  );
}
