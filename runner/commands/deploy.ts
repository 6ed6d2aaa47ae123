import { clientsOf } from '../aws/clients';
import type { DeploySettings } from '../contract/settings';
import { ecrOf } from '../image/ecr';
import { consoleUrlOf } from '../report/console-url';
import type { JobLog } from '../report/job-log';
import { deployService } from '../service/deploy-service';
import { webProbe } from '../service/web-probe';
import type { Done } from '../service/verdict';
import type { World } from '../world';
import { serviceEffectsOf } from './service-effects';

export async function deploy(world: World, settings: DeploySettings, log: JobLog): Promise<Done> {
  const { clock, interruption } = world;
  const { aws, repository, cluster, service } = settings;
  const clients = clientsOf(aws, world.wire);
  const ecrRegion = repository.region ?? aws.region;
  const ecr = ecrOf(clients.ecr(ecrRegion), repository, ecrRegion, interruption);
  const effects = serviceEffectsOf(clients, settings, { log, clock, interruption });
  const outcome = await deployService(settings, { ...effects, ecr, probe: webProbe(world.wire) });
  const url = settings.environmentUrl ?? consoleUrlOf({ region: aws.region, cluster, service });
  return { outcome, outputs: { ECS_CD_ENVIRONMENT_URL: url } };
}
