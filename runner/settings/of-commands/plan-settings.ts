import { awsSettingsOf, planRoleNameOf } from '../aws-settings';
import { pathInside } from '../checks/checks';
import { type Inputs, required, settingsOf, sliceOf } from '../fields';
import { placeSettingsOf } from '../place-settings';
import { releaseSlicesOf, type ReleaseSettings } from './release-settings';
import { dotenvPathOf } from '../report-settings';
import type { ReportSettings } from '../slices';
import { gitlabJobOf } from '../variables/gitlab-job';

export interface PlanSettings extends ReleaseSettings {
  readonly report: PlanReportSettings;
  /** Whether the pipeline runs for a commit that is on no branch. */
  readonly isMergedResult: boolean;
}

export interface PlanReportSettings extends ReportSettings {
  /** Absolute path of ECS_CD_PLAN_FILE. */
  readonly planFile: string;
}

/** What `ecs-cd plan` works with. Throws one error with everything that is wrong. */
export function planSettingsOf(inputs: Inputs): PlanSettings {
  const { place, disagreements } = placeSettingsOf(inputs);
  const { projectDir, isMergedResult } = gitlabJobOf(inputs.env, inputs.cwd);
  return settingsOf<PlanSettings>(
    inputs,
    {
      ...releaseSlicesOf(inputs),
      aws: awsSettingsOf(inputs, planRoleNameOf(inputs)),
      place,
      isMergedResult: { value: isMergedResult },
      report: sliceOf<PlanReportSettings>({
        dotenv: dotenvPathOf(inputs),
        planFile: required(inputs, 'ECS_CD_PLAN_FILE', pathInside(projectDir)),
      }),
    },
    disagreements,
  );
}
