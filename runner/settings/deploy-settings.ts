import { oneOf } from './checks/check';
import { webUrlOf } from './checks/checks';
import { durationOf } from './checks/duration';
import { type Inputs, optional, required, settled } from './fields';
import { gitlabJobOf } from './variables/gitlab-job';
import { healthCheckOf } from './health-check';
import { releaseFieldsOf } from './release-settings';
import { serviceFieldsOf } from './service-settings';
import type { DeploySettings } from './settings';
import { switchPositions } from './variables/variables';

/** What `ecs-cd deploy` works with. Throws one error with everything that is wrong. */
export function deploySettingsOf(inputs: Inputs): DeploySettings {
  const { fields, disagreements } = serviceFieldsOf(inputs);
  return settled<DeploySettings>(
    inputs,
    {
      ...releaseFieldsOf(inputs),
      commit: { value: gitlabJobOf(inputs.env, inputs.cwd).commit },
      ...fields,
      failFast: required(inputs, 'ECS_CD_FAIL_FAST', oneOf(switchPositions)),
      healthCheck: healthCheckOf(inputs),
      bakeSeconds: required(inputs, 'ECS_CD_BAKE_TIME', durationOf(0)),
      environmentUrl: optional(inputs, 'ECS_CD_ENVIRONMENT_URL', webUrlOf),
    },
    disagreements,
  );
}
