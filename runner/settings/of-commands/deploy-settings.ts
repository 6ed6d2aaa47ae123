import type { Problem } from '../../errors';
import { awsSettingsOf } from '../aws-settings';
import { oneOf } from '../checks/check';
import { durationOf } from '../checks/duration';
import { environmentUrlOf } from '../checks/web-url';
import { type Inputs, optional, required, settingsOf, sliceOf, subjectOf, valueOf } from '../fields';
import { followSettingsOf } from '../follow-settings';
import { healthCheckOf } from '../health-check';
import { placeSettingsOf } from '../place-settings';
import { releaseSlicesOf, type ReleaseSettings } from './release-settings';
import { dotenvPathOf } from '../report-settings';
import type { FollowSettings, PreflightSettings, ProofSettings, ReportSettings } from '../slices';
import { gitlabJobOf } from '../variables/gitlab-job';
import { switchPositions } from '../variables/variables';

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
  const release = releaseSlicesOf(inputs, gitlabJobOf(inputs.env, inputs.cwd).timeoutSeconds);
  const bakeSeconds = required(inputs, 'ECS_CD_BAKE_TIME', durationOf(0));
  return settingsOf<DeploySettings>(
    inputs,
    {
      ...release,
      aws: awsSettingsOf(inputs),
      place,
      follow: followSettingsOf(inputs, required(inputs, 'ECS_CD_FAIL_FAST', oneOf(switchPositions))),
      proof: sliceOf<ProofSettings>({
        healthCheck: healthCheckOf(inputs),
        bakeSeconds,
      }),
      report: sliceOf<DeployReportSettings>({
        dotenv: dotenvPathOf(inputs),
        environmentUrl: optional(inputs, 'ECS_CD_ENVIRONMENT_URL', environmentUrlOf),
      }),
    },
    [...disagreements, ...twoBakesIn(inputs, valueOf(release.preflight), valueOf(bakeSeconds))],
  );
}

/** Who goes while ECS bakes does not stay for a bake time of its own. */
function twoBakesIn(
  inputs: Inputs,
  preflight: PreflightSettings | undefined,
  bakeSeconds: number | undefined,
): readonly Problem[] {
  if (preflight?.waitUntil !== 'baking' || !bakeSeconds) return [];
  const [point, time] = [subjectOf(inputs, 'ECS_CD_WAIT_UNTIL'), subjectOf(inputs, 'ECS_CD_BAKE_TIME')];
  return [
    {
      subject: point,
      message: `baking ends the run when ECS begins to bake, but ${time} asks it to stay for ${bakeSeconds}s`,
      fix: `set ${time} to 0s, or ${point} to completed`,
    },
  ];
}
