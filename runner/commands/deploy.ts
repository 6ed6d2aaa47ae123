import { clientsOf } from '../aws/clients';
import { deploySettingsOf } from '../contract/deploy-settings';
import { ecrOf } from '../image/ecr';
import { consoleUrlOf } from '../report/console-url';
import { deployService } from '../service/deploy-service';
import { webProbe } from '../service/web-probe';
import { lookEffectsOf } from './look-effects';
import { onRecord, type Run } from './on-record';
import { serviceEffectsOf } from './service-effects';

export const deploy: Run = (input, world, log) => {
  const settings = deploySettingsOf(input);
  return onRecord(settings, world, log, async () => {
    const { clock, interruption, wire } = world;
    const { aws, repository, cluster, service } = settings;
    const clients = clientsOf(aws, wire);
    const ecrRegion = repository.region ?? aws.region;
    const ecr = ecrOf(clients.ecr(ecrRegion), repository, ecrRegion, { clock, interruption });
    const effects = serviceEffectsOf(clients, settings, { log, clock, interruption });
    const look = lookEffectsOf(clients, ecr);
    const outcome = await deployService(settings, { ...effects, ecr, look, probe: webProbe(clock) });
    const url = settings.environmentUrl ?? consoleUrlOf({ region: aws.region, cluster, service });
    return { outcome, outputs: { ECS_CD_ENVIRONMENT_URL: url } };
  });
};
