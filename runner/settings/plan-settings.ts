import { awsSettingsOf, planRoleNameOf } from './aws-settings';
import { pathIn } from './checks/checks';
import { type Inputs, required, settled } from './fields';
import { gitlabJobOf } from './variables/gitlab-job';
import { releaseFieldsOf } from './release-settings';
import { serviceFieldsOf } from './service-settings';
import type { PlanSettings } from './settings';

/** What `ecs-cd plan` works with. Throws one error with everything that is wrong. */
export function planSettingsOf(inputs: Inputs): PlanSettings {
  const { fields, disagreements } = serviceFieldsOf(inputs, awsSettingsOf(inputs, planRoleNameOf(inputs)));
  const { aws, cluster, service, dotenv } = fields;
  const { projectDir, isMergedResult } = gitlabJobOf(inputs.env, inputs.cwd);
  return settled<PlanSettings>(
    inputs,
    {
      ...releaseFieldsOf(inputs),
      ...{ aws, cluster, service, dotenv },
      isMergedResult: { value: isMergedResult },
      planFile: required(inputs, 'ECS_CD_PLAN_FILE', pathIn(projectDir)),
    },
    disagreements,
  );
}
