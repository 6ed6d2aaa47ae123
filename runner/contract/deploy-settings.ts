import { oneOf } from './check';
import { stageOf, webUrlOf } from './checks';
import { durationOf } from './duration';
import { containerOf, familyOf } from './ecs-names';
import { type Given, optional, required, settled } from './given';
import { gitlabJobOf } from './gitlab-job';
import { healthCheckOf } from './health-check';
import { imageTagOf } from './image-checks';
import { repositoryUrlOf } from './repository-url';
import { serviceFieldsOf } from './service-settings';
import type { DeploySettings } from './settings';
import { switchPositions } from './variables';

/** What `ecs-cd deploy` works with. Throws one error with everything that is wrong. */
export function deploySettingsOf(given: Given): DeploySettings {
  const { fields, disagreements } = serviceFieldsOf(given);
  return settled<DeploySettings>(
    {
      repository: required(given, 'REPOSITORY_URL', repositoryUrlOf(given.env)),
      tag: required(given, 'DOCKER_TAG', imageTagOf),
      commit: { value: gitlabJobOf(given.env, given.cwd).commit },
      family: required(given, 'TASK_FAMILY', familyOf),
      stage: required(given, 'STAGE', stageOf),
      ...fields,
      container: optional(given, 'ECS_CD_CONTAINER', containerOf),
      rollback: required(given, 'ECS_CD_ROLLBACK', oneOf(switchPositions)),
      failFast: required(given, 'ECS_CD_FAIL_FAST', oneOf(switchPositions)),
      healthCheck: healthCheckOf(given),
      bakeSeconds: required(given, 'ECS_CD_BAKE_TIME', durationOf(0)),
      environmentUrl: optional(given, 'ECS_CD_ENVIRONMENT_URL', webUrlOf),
    },
    disagreements,
  );
}
