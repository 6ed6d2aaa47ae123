import { EcsCdError } from '../errors';
import type { FollowContext, FollowEffects } from '../rollout/follow-context';
import type { ServiceDeploymentReader } from '../rollout/service-deployment';
import { isTriggered } from '../rollout/state/rollout-state';

/** What came of asking ECS to roll a deployment back. */
export type Stop = 'requested' | 'under-way' | 'too-late' | 'impossible';

const pauseMs = 10_000;
/** The SDK itself tries a write eight times. An update takes the deployment back as well. */
const mostTries = 3;

export async function stopDeployment(
  { record, progress }: FollowContext,
  { ecs, log, clock, interruption }: FollowEffects,
): Promise<Stop> {
  const arn = record.arn();
  if (arn === undefined) return 'impossible';
  for (let tries = 1; ; tries += 1) {
    // A request whose reply was lost may have been heard.
    if (await isGoingBack(record)) return 'under-way';
    try {
      if (!(await ecs.stopServiceDeployment(arn))) return 'too-late';
      // ECS accepts a stop also of a deployment that its circuit breaker or an alarm takes back already (AWS docs).
      return isTriggered((await record.readNow()).serviceDeployment ?? {}) ? 'under-way' : 'requested';
    } catch (error) {
      if (!(error instanceof EcsCdError) || interruption.aborted) throw error;
      if (error.verdict !== 'try-again' || tries === mostTries) {
        log.warning(`${error.message}; updating the service back instead`);
        return 'impossible';
      }
      progress.tell(`${error.message}; asking again`);
      await clock.sleep(pauseMs, interruption);
    }
  }
}

/** The last reading may be some seconds old, and what ECS rolls back by itself is not to be stopped. */
async function isGoingBack(record: ServiceDeploymentReader): Promise<boolean> {
  const { status = '' } = (await record.read()).serviceDeployment ?? {};
  return ['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'].includes(status);
}
