import { deploySettingsOf } from '../settings/command-settings';
import { settingsOfEach } from '../settings/each-service';
import { outOfArchive } from '../ecr/archive';
import { awaitingReplica } from '../ecr/replica';
import { deployServices } from '../recipes/deploy-services';
import { healthCheckApi } from '../proof/health-check-api';
import { jobEndOf } from '../settings/job-end';
import type { Run } from './dotenv-report';
import { askedOnce, environmentUrlOf, eachServiceOf, ecrOf, preflightEffectsOf } from './effects';
import { runOnAws } from './run-on-aws';

export const deploy: Run = (input, host, log) => {
  const jobEnd = jobEndOf(host.env, host.clock.now());
  const all = settingsOfEach(input, ['TASK_FAMILY'], deploySettingsOf);
  const [settings] = all;
  return runOnAws(settings, host, log, async (clients) => {
    const { env, clock, interruption, wire } = host;
    const { aws } = settings;
    const { repository, tag } = settings.image;
    const wait = { clock, log, interruption, jobEnd };
    const released = awaitingReplica(
      outOfArchive(ecrOf(clients, aws, repository, host), wait),
      { repository, tag, built: { image: env.ECS_CD_IMAGE, tag: env.ECS_CD_DOCKER_TAG } },
      wait,
    );
    const ecr = all.length > 1 ? askedOnce(released) : released;
    const ofAll = { look: preflightEffectsOf(clients, ecr), probe: healthCheckApi(clock, wire) };
    const services = eachServiceOf(clients, all, { ...wait, report: host.report });
    const runs = services.map((each) => ({ ...each, effects: { ...each.effects, ...ofAll, ecr } }));
    const [run] = runs;
    const outcome = await deployServices(runs, settings, wait);
    const url = await environmentUrlOf(settings, run?.effects.ecs, clients, host);
    return { outcome, outputs: { ECS_CD_ENVIRONMENT_URL: url } };
  });
};
