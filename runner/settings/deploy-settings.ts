import { awsSettingsOf } from './aws-settings';
import { oneOf } from './checks/check';
import { durationOf } from './checks/duration';
import { environmentUrlOf } from './checks/web-url';
import { type Inputs, optional, required, settingsOf, sliceOf } from './fields';
import { followSettingsOf } from './follow-settings';
import { healthCheckOf } from './health-check';
import { placeSettingsOf } from './place-settings';
import { releaseSlicesOf, type ReleaseSettings } from './release-settings';
import { dotenvPathOf } from './report-settings';
import type { FollowSettings, ProofSettings, ReportSettings } from './slices';
import { gitlabJobOf } from './variables/gitlab-job';
import { switchPositions } from './variables/variables';

export interface DeploySettings extends ReleaseSettings {
  readonly follow: FollowSettings;
  readonly proof: ProofSettings;
  readonly report: DeployReportSettings;
}

export interface DeployReportSettings extends ReportSettings {
  /** ECS_CD_ENVIRONMENT_URL. */
  readonly environmentUrl?: string;
}

/** What `ecs-cd deploy` works with. Throws one error with everything that is wrong. */
export function deploySettingsOf(inputs: Inputs): DeploySettings {
  const { place, disagreements } = placeSettingsOf(inputs);
  return settingsOf<DeploySettings>(
    inputs,
    {
      ...releaseSlicesOf(inputs, gitlabJobOf(inputs.env, inputs.cwd).timeoutSeconds),
      aws: awsSettingsOf(inputs),
      place,
      follow: followSettingsOf(inputs, required(inputs, 'ECS_CD_FAIL_FAST', oneOf(switchPositions))),
      proof: sliceOf<ProofSettings>({
        healthCheck: healthCheckOf(inputs),
        bakeSeconds: required(inputs, 'ECS_CD_BAKE_TIME', durationOf(0)),
      }),
      report: sliceOf<DeployReportSettings>({
        dotenv: dotenvPathOf(inputs),
        environmentUrl: optional(inputs, 'ECS_CD_ENVIRONMENT_URL', environmentUrlOf),
      }),
    },
    disagreements,
  );
}
