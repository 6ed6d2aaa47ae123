import { clientsOf } from '../aws/clients/clients';
import { planSettingsOf } from '../settings/of-commands/plan-settings';
import { ecrApi } from '../ecr/ecr-api';
import { writeText } from '../report/text-file';
import { planDeployment } from '../recipes/plan-deployment';
import { preflightEffectsOf } from './preflight-effects';
import { withDotenvReport, type Run } from './dotenv-report';
import { serviceEffectsOf } from './service-effects';

export const plan: Run = (input, host, log) => {
  const settings = planSettingsOf(input);
  return withDotenvReport(settings, host, log, async () => {
    const { clock, interruption, wire } = host;
    const { aws, place } = settings;
    const { repository } = settings.image;
    const clients = clientsOf(aws, wire);
    const ecrRegion = repository.region ?? aws.region;
    const ecr = ecrApi(clients.ecr(ecrRegion), repository, ecrRegion, { clock, interruption, wire });
    const effects = serviceEffectsOf(clients, place, { log, clock, interruption });
    const look = preflightEffectsOf(clients, ecr);
    const write = (file: string, text: string) => writeText(file, text, 'ECS_CD_PLAN_FILE');
    return { outcome: await planDeployment(settings, { ...effects, ecr, look, write }), outputs: {} };
  });
};
