import { clientsOf } from '../aws/clients/clients';
import { rollbackSettingsOf } from '../settings/rollback-settings';
import { rollBackService } from '../recipes/roll-back-service';
import { withDotenvReport, type Run } from './dotenv-report';
import { serviceEffectsOf } from './service-effects';

export const rollback: Run = (input, host, log) => {
  const settings = rollbackSettingsOf(input);
  return withDotenvReport(settings, host, log, async () => {
    const { clock, interruption, wire } = host;
    const { aws, place } = settings;
    const effects = serviceEffectsOf(clientsOf(aws, wire), place, { log, clock, interruption });
    return { outcome: await rollBackService(settings, effects), outputs: {} };
  });
};
