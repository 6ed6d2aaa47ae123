import { clientsOf } from '../aws/clients';
import type { RollbackSettings } from '../contract/settings';
import { writeDotenv } from '../report/dotenv';
import type { JobLog } from '../report/job-log';
import { dotenvOf } from '../report/verdict-report';
import { ecsOf } from '../service/ecs';
import { rollBackService } from '../service/roll-back-service';
import type { Outcome } from '../service/verdict';
import type { World } from '../world';

export async function rollback(world: World, settings: RollbackSettings, log: JobLog): Promise<Outcome> {
  const { clock, interruption } = world;
  const ecs = ecsOf(clientsOf(settings.aws, world.wire).ecs(), settings);
  const outcome = await rollBackService(settings, { ecs, log, clock, interruption });
  await writeDotenv(settings.dotenv, dotenvOf(outcome, {}));
  return outcome;
}
