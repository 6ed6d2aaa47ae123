import { outOfArchive } from '../ecr/archive';
import { healthCheckApi } from '../proof/health-check-api';
import { followDeployment, type FollowDeploymentEffects } from '../recipes/follow-deployment';
import { followCommandSettingsOf, type FollowCommandSettings } from '../settings/command-settings';
import { jobEndOf } from '../settings/job-end';
import type { JobLog } from '../log/job-log';
import type { Verdict } from '../errors';
import type { Outcome } from '../verdict/outcome';
import type { CommandHost, Run } from './dotenv-report';
import { ecrOf, type environmentUrlOf, serviceEffectsOf } from './effects';
import { runOnAws } from './run-on-aws';

export const follow: Run = (input, host, log) =>
  runOnDeployment(followCommandSettingsOf(input), host, log, (settings, effects) => {
    // A person who answers a gate is not kept waiting for it: the hook has a time limit of its own.
    const ecr = outOfArchive(effects.ecr, effects);
    return followDeployment(settings, { ...effects, ecr });
  });

type Settings = Pick<FollowCommandSettings, 'aws' | 'dotenv' | 'place' | 'image'>;

/** Runs what is about a deployment that is there. `urlOf`: the address of the environment, where the job hands it on. */
export function runOnDeployment<Of extends Settings>(
  settings: Of,
  host: CommandHost,
  log: JobLog,
  recipe: (settings: Of, effects: FollowDeploymentEffects) => Promise<Outcome>,
  urlOf?: typeof environmentUrlOf,
): Promise<Verdict> {
  const { clock, interruption, wire, env } = host;
  const jobEnd = jobEndOf(env, clock.now());
  return runOnAws(settings, host, log, async (clients) => {
    const { aws, place, image } = settings;
    const effects = serviceEffectsOf(clients, place, {
      ...{ log, clock, interruption, jobEnd },
      recorder: host.report?.recorderOf(settings),
    });
    const outcome = await recipe(settings, {
      ...effects,
      ecr: ecrOf(clients, aws, image.repository, host),
      probe: healthCheckApi(clock, wire),
    });
    const url = await urlOf?.(settings, effects.ecs, clients, host);
    return { outcome, outputs: url === undefined ? {} : { ECS_CD_ENVIRONMENT_URL: url } };
  });
}
