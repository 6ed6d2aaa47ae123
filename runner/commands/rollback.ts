import { clientsOf } from '../aws/clients';
import type { RollbackSettings } from '../contract/settings';
import type { JobLog } from '../report/job-log';
import { rollBackService } from '../service/roll-back-service';
import type { Done } from '../service/verdict';
import type { World } from '../world';
import { serviceEffectsOf } from './service-effects';

export async function rollback(world: World, settings: RollbackSettings, log: JobLog): Promise<Done> {
  const { clock, interruption } = world;
  const clients = clientsOf(settings.aws, world.wire);
  const effects = serviceEffectsOf(clients, settings, { log, clock, interruption });
  const outcome = await rollBackService(settings, effects);
  return { outcome, outputs: {} };
}
