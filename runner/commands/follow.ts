import { ecrApi } from '../ecr/ecr-api';
import { healthCheckApi } from '../proof/health-check-api';
import { followDeployment } from '../recipes/follow-deployment';
import { consoleUrlOf } from '../report/console-url';
import { followCommandSettingsOf } from '../settings/command-settings';
import { jobEndOf } from '../settings/job-end';
import type { Run } from './dotenv-report';
import { runOnAws } from './run-on-aws';
import { serviceEffectsOf } from './service-effects';

export const follow: Run = (input, host, log) => {
  const jobEnd = jobEndOf(host.env, host.clock.now());
  const settings = followCommandSettingsOf(input);
  return runOnAws(settings, host, log, async (clients) => {
    const { clock, interruption, wire } = host;
    const { aws, place } = settings;
    const { repository } = settings.image;
    const ecrRegion = repository.region ?? aws.region;
    const outcome = await followDeployment(settings, {
      ...serviceEffectsOf(clients, place, { log, clock, interruption, jobEnd }),
      ecr: ecrApi(clients.ecr(ecrRegion), repository, ecrRegion, { clock, interruption, wire }),
      probe: healthCheckApi(clock, wire),
    });
    return { outcome, consoleUrl: consoleUrlOf({ region: aws.region, ...place }), outputs: {} };
  });
};
