import { awsSettingsOf, planRoleNameOf } from './aws-settings';
import { pathIn } from './checks';
import { type Given, required, settled } from './given';
import { gitlabJobOf } from './gitlab-job';
import { releaseFieldsOf } from './release-settings';
import { serviceFieldsOf } from './service-settings';
import type { PlanSettings } from './settings';

/** What `ecs-cd plan` works with. Throws one error with everything that is wrong. */
export function planSettingsOf(given: Given): PlanSettings {
  const { fields, disagreements } = serviceFieldsOf(given, awsSettingsOf(given, planRoleNameOf(given)));
  const { aws, cluster, service, dotenv } = fields;
  const { projectDir, isMergedResult } = gitlabJobOf(given.env, given.cwd);
  return settled<PlanSettings>(
    given,
    {
      ...releaseFieldsOf(given),
      ...{ aws, cluster, service, dotenv },
      isMergedResult: { value: isMergedResult },
      planFile: required(given, 'ECS_CD_PLAN_FILE', pathIn(projectDir)),
    },
    disagreements,
  );
}
