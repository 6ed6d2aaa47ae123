import { healthCheckApi } from '../proof/health-check-api';
import { followDeployment } from '../recipes/follow-deployment';
import { consoleUrlOf } from '../report/console-url';
import { followCommandSettingsOf } from '../settings/command-settings';
import { jobEndOf } from '../settings/job-end';
import type { Run } from './dotenv-report';
import { ecrOf, serviceEffectsOf } from './effects';
import { runOnAws } from './run-on-aws';

export const follow: Run = (input, host, log) => {
  const jobEnd = jobEndOf(host.env, host.clock.now());
  const settings = followCommandSettingsOf(input);
  return runOnAws(settings, host, log, async (clients) => {
    const { clock, interruption, wire } = host;
    const { aws, place } = settings;
    const outcome = await followDeployment(settings, {
      ...serviceEffectsOf(clients, place, { log, clock, interruption, jobEnd }),
      ecr: ecrOf(clients, settings.aws, settings.image.repository, host),
      probe: healthCheckApi(clock, wire),
    });
    return { outcome, consoleUrl: consoleUrlOf({ region: aws.region, ...place }), outputs: {} };
  });
};
