import type { Service } from '@aws-sdk/client-ecs';
import { minutesOf } from '../../log/timeline';
import { testStage } from '../../rollout/state/gate';
import type { HealthCheck, ProofSettings } from '../../settings/health-check';
import { errorOf, type Found, warningOf } from '../evidence/finding';

const subject = 'ECS_CD_TEST_HEALTH_CHECK_URL';
const hook = (minutes: number) =>
  `lifecycle_hook { target_type = "PAUSE", lifecycle_stages = ["${testStage}"], timeout_configuration { timeout_in_minutes = ${minutes}, action = "ROLLBACK" } }`;

/** Of several environments that share it, some may have no test traffic. */
export function idleHeader({ isHeaderIdle }: ProofSettings): Found {
  if (!isHeaderIdle) return undefined;
  const message = `is set, and ${subject} is not: nothing is asked on test traffic`;
  return warningOf('ECS_CD_TEST_HEALTH_CHECK_HEADER', message, `set ${subject} too, or leave the header out`);
}

/** Whether ECS holds a deployment while only test traffic comes to it, for long enough to be asked. */
export function testHook({ deploymentConfiguration = {} }: Service, test: HealthCheck | undefined): Found {
  if (!test) return undefined;
  const { strategy = 'ROLLING', lifecycleHooks = [] } = deploymentConfiguration;
  const minutes = Math.max(10, Math.ceil(test.timeoutSeconds / 60) + 5);
  if (strategy === 'ROLLING') {
    const fix = `leave ${subject} empty, or give the service BLUE_GREEN, LINEAR or CANARY`;
    return errorOf(subject, 'the service has the strategy ROLLING, which has no test traffic', fix);
  }
  const pauses = lifecycleHooks.filter(
    ({ targetType, lifecycleStages = [] }) => targetType === 'PAUSE' && lifecycleStages.includes(testStage),
  );
  // (AWS docs) a day unless it is said.
  const shortest = Math.min(...pauses.map((pause) => pause.timeoutConfiguration?.timeoutInMinutes ?? 1440));
  const lines = `in deployment_configuration of the service (Terraform): ${hook(minutes)}`;
  if (pauses.length === 0) {
    const message = `no hook of the type PAUSE holds a deployment at ${testStage}, so nothing can be asked before users see it`;
    return errorOf(subject, message, `add ${lines}`);
  }
  if (pauses.some((pause) => pause.timeoutConfiguration?.action === 'CONTINUE')) {
    const message = 'its hook lets a release continue when nobody answers';
    return errorOf(subject, message, `have it roll back then, ${lines}`);
  }
  if (shortest * 60 > test.timeoutSeconds) return undefined;
  const message = `its hook waits for ${shortest} min, and the check may take ${minutesOf(test.timeoutSeconds)} (ECS_CD_HEALTH_CHECK_TIMEOUT)`;
  return errorOf(subject, message, `let it wait longer, ${lines}`);
}
