import { clientsOf } from '../aws/clients/clients';
import { rollbackSettingsOf } from '../settings/rollback-settings';
import { consoleUrlOf } from '../report/console-url';
import { rollBackService } from '../recipes/roll-back-service';
import { withDotenvReport, type Run } from './dotenv-report';
import { serviceEffectsOf } from './service-effects';

export const rollback: Run = (input, host, log) => {
  const settings = rollbackSettingsOf(input);
  return withDotenvReport(settings, host, log, async () => {
    const { clock, interruption, wire } = host;
    const effects = serviceEffectsOf(clientsOf(settings.aws, wire), settings, { log, clock, interruption });
    const { aws, cluster, service } = settings;
    return {
      outcome: await rollBackService(settings, effects),
      consoleUrl: consoleUrlOf({ region: aws.region, cluster, service }),
      outputs: {},
    };
  });
};
