import { clientsOf } from '../aws/clients/clients';
import { rollbackSettingsOf } from '../settings/of-commands/rollback-settings';
import { consoleUrlOf } from '../report/console-url';
import { rollBackService } from '../recipes/roll-back-service';
import { jobEndOf } from '../settings/job-end';
import { withDotenvReport, type Run } from './dotenv-report';
import { serviceEffectsOf } from './service-effects';

export const rollback: Run = (input, host, log) => {
  const jobEnd = jobEndOf(host.env, host.clock.now());
  const settings = rollbackSettingsOf(input);
  return withDotenvReport(settings, host, log, async () => {
    const { clock, interruption, wire } = host;
    const { aws, place } = settings;
    const effects = serviceEffectsOf(clientsOf(aws, wire), place, { log, clock, interruption, jobEnd });
    return {
      outcome: await rollBackService(settings, effects),
      consoleUrl: consoleUrlOf({ region: aws.region, ...place }),
      outputs: {},
    };
  });
};
