import { clientsOf } from '../aws/clients';
import { planSettingsOf } from '../contract/plan-settings';
import { ecrOf } from '../image/ecr';
import { writeText } from '../report/text-file';
import { planDeployment } from '../service/plan-deployment';
import { lookEffectsOf } from './look-effects';
import { onRecord, type Run } from './on-record';
import { serviceEffectsOf } from './service-effects';

export const plan: Run = (input, world, log) => {
  const settings = planSettingsOf(input);
  return onRecord(settings, world, log, async () => {
    const { clock, interruption, wire } = world;
    const { aws, repository } = settings;
    const clients = clientsOf(aws, wire);
    const ecrRegion = repository.region ?? aws.region;
    const ecr = ecrOf(clients.ecr(ecrRegion), repository, ecrRegion, { clock, interruption });
    const effects = serviceEffectsOf(clients, settings, { log, clock, interruption });
    const look = lookEffectsOf(clients, ecr);
    const write = (file: string, text: string) => writeText(file, text, 'ECS_CD_PLAN_FILE');
    return { outcome: await planDeployment(settings, { ...effects, ecr, look, write }), outputs: {} };
  });
};
