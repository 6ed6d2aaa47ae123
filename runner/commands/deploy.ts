import { deploySettingsOf } from '../settings/command-settings';
import { outOfArchive } from '../ecr/archive';
import { awaitingReplica } from '../ecr/replica';
import { consoleUrlOf } from '../report/console-url';
import { deployService } from '../recipes/deploy-service';
import { healthCheckApi } from '../proof/health-check-api';
import { jobEndOf } from '../settings/job-end';
import type { Run } from './dotenv-report';
import { ecrOf, preflightEffectsOf, serviceEffectsOf } from './effects';
import { runOnAws } from './run-on-aws';

export const deploy: Run = (input, host, log) => {
  const jobEnd = jobEndOf(host.env, host.clock.now());
  const settings = deploySettingsOf(input);
  return runOnAws(settings, host, log, async (clients) => {
    const { env, clock, interruption, wire } = host;
    const { aws, place, environmentUrl } = settings;
    const { repository, tag } = settings.image;
    const wait = { clock, log, interruption };
    const ecr = awaitingReplica(
      outOfArchive(ecrOf(clients, aws, repository, host), wait),
      { repository, tag, built: { image: env.ECS_CD_IMAGE, tag: env.ECS_CD_DOCKER_TAG } },
      wait,
    );
    const outcome = await deployService(settings, {
      ...serviceEffectsOf(clients, place, { log, clock, interruption, jobEnd }),
      ecr,
      look: preflightEffectsOf(clients, ecr),
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
