import { clientsOf } from '../aws/clients';
import type { RollbackSettings } from '../contract/settings';
import type { JobLog } from '../report/job-log';
import { ecsOf } from '../service/ecs';
import { rollBackService } from '../service/roll-back-service';
import type { Done } from '../service/verdict';
import type { World } from '../world';

export async function rollback(world: World, settings: RollbackSettings, log: JobLog): Promise<Done> {
  const { clock, interruption } = world;
  const ecs = ecsOf(clientsOf(settings.aws, world.wire).ecs(), settings, interruption);
  const outcome = await rollBackService(settings, { ecs, log, clock, interruption });
  return { outcome, outputs: {} };
}
