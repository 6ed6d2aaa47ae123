import { rollbackSettingsOf } from '../settings/command-settings';
import { settingsOfEach } from '../settings/each-service';
import { rollBackServices } from '../recipes/roll-back-service';
import { jobEndOf } from '../settings/job-end';
import type { Run } from './dotenv-report';
import { eachServiceOf, ecrOf, environmentUrlOf } from './effects';
import { runOnAws } from './run-on-aws';

export const rollback: Run = (input, host, log) => {
  const jobEnd = jobEndOf(host.env, host.clock.now());
  const all = settingsOfEach(input, ['ECS_CD_TO'], rollbackSettingsOf);
  const [settings] = all;
  return runOnAws(settings, host, log, async (clients) => {
    const { clock, interruption, report } = host;
    const { aws, repository } = settings;
    const ecr = repository && ecrOf(clients, aws, repository, host);
    const services = eachServiceOf(clients, all, { log, clock, interruption, jobEnd, report });
    const runs = services.map((each) => ({ ...each, effects: { ...each.effects, ecr } }));
    if (runs.length > 1)
      log.line(
        'services    together; each goes back by itself, whatever ECS_CD_ON_FAILURE says of deployments',
      );
    const outcome = await rollBackServices(runs);
    const url = await environmentUrlOf(settings, runs[0]?.effects.ecs, clients, host);
    return { outcome, outputs: { ECS_CD_ENVIRONMENT_URL: url } };
  });
};
