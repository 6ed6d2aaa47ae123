import { deploySettingsOf } from '../settings/command-settings';
import { ecrApi } from '../ecr/ecr-api';
import { awaitingReplica } from '../ecr/replica';
import { consoleUrlOf } from '../report/console-url';
import { deployService } from '../recipes/deploy-service';
import { healthCheckApi } from '../proof/health-check-api';
import { preflightEffectsOf } from './preflight-effects';
import { jobEndOf } from '../settings/job-end';
import type { Run } from './dotenv-report';
import { runOnAws } from './run-on-aws';
import { serviceEffectsOf } from './service-effects';

export const deploy: Run = (input, host, log) => {
  const jobEnd = jobEndOf(host.env, host.clock.now());
  const settings = deploySettingsOf(input);
  return runOnAws(settings, host, log, async (clients) => {
    const { env, clock, interruption, wire } = host;
    const { aws, place, environmentUrl } = settings;
    const { repository, tag } = settings.image;
    const ecrRegion = repository.region ?? aws.region;
    const ecr = awaitingReplica(
      ecrApi(clients.ecr(ecrRegion), repository, ecrRegion, { clock, interruption, wire }),
      { repository, tag, built: { image: env.ECS_CD_IMAGE, tag: env.ECS_CD_DOCKER_TAG } },
      { clock, log, interruption },
    );
    const effects = serviceEffectsOf(clients, place, { log, clock, interruption, jobEnd });
    const look = preflightEffectsOf(clients, ecr);
    const outcome = await deployService(settings, {
      ...effects,
      ecr,
      look,
      probe: healthCheckApi(clock, wire),
    });
    const consoleUrl = consoleUrlOf({ region: aws.region, ...place });
    return {
      outcome,
      consoleUrl,
      outputs: { ECS_CD_ENVIRONMENT_URL: environmentUrl ?? consoleUrl },
    };
  });
};
