import { oneOf } from './check';
import { webUrlOf } from './checks';
import { durationOf } from './duration';
import { type Given, optional, required, settled } from './given';
import { gitlabJobOf } from './gitlab-job';
import { healthCheckOf } from './health-check';
import { releaseFieldsOf } from './release-settings';
import { serviceFieldsOf } from './service-settings';
import type { DeploySettings } from './settings';
import { switchPositions } from './variables';

/** What `ecs-cd deploy` works with. Throws one error with everything that is wrong. */
export function deploySettingsOf(given: Given): DeploySettings {
  const { fields, disagreements } = serviceFieldsOf(given);
  return settled<DeploySettings>(
    given,
    {
      ...releaseFieldsOf(given),
      commit: { value: gitlabJobOf(given.env, given.cwd).commit },
      ...fields,
      failFast: required(given, 'ECS_CD_FAIL_FAST', oneOf(switchPositions)),
      healthCheck: healthCheckOf(given),
      bakeSeconds: required(given, 'ECS_CD_BAKE_TIME', durationOf(0)),
      environmentUrl: optional(given, 'ECS_CD_ENVIRONMENT_URL', webUrlOf),
    },
    disagreements,
  );
}
