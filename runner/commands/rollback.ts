import { rollbackSettingsOf } from '../settings/command-settings';
import { rollBackService } from '../recipes/roll-back-service';
import { jobEndOf } from '../settings/job-end';
import type { Run } from './dotenv-report';
import { ecrOf, environmentUrlOf, serviceEffectsOf } from './effects';
import { runOnAws } from './run-on-aws';

export const rollback: Run = (input, host, log) => {
  const jobEnd = jobEndOf(host.env, host.clock.now());
  const settings = rollbackSettingsOf(input);
  return runOnAws(settings, host, log, async (clients) => {
    const { clock, interruption } = host;
    const { aws, place, repository } = settings;
    const effects = serviceEffectsOf(clients, place, {
      ...{ log, clock, interruption, jobEnd },
      recorder: host.report?.recorderOf(settings),
    });
    const ecr = repository && ecrOf(clients, aws, repository, host);
    const outcome = await rollBackService(settings, { ...effects, ecr });
    const url = await environmentUrlOf(settings, effects.ecs, clients, host);
    return { outcome, outputs: { ECS_CD_ENVIRONMENT_URL: url } };
  });
};
