import { outOfArchive } from '../ecr/archive';
import type { Ecr } from '../ecr/ecr-api';
import type { Surroundings } from '../ecr/replica';
import { healthCheckApi } from '../proof/health-check-api';
import { followDeployments } from '../recipes/follow-deployment';
import type { FollowDeploymentEffects } from '../recipes/found-deployment';
import type { ServiceRun } from '../recipes/several/to-one-verdict';
import { followCommandSettingsOf, type FollowCommandSettings } from '../settings/command-settings';
import { isSeveral, settingsOfEach } from '../settings/each-service';
import { jobEndOf } from '../settings/job-end';
import type { JobLog } from '../log/job-log';
import type { Verdict } from '../errors';
import type { Outcome } from '../verdict/outcome';
import type { CommandHost, Run } from './dotenv-report';
import { askedOnce, eachServiceOf, ecrOf, type environmentUrlOf } from './effects';
import { runOnAws } from './run-on-aws';

export const follow: Run = (input, host, log) => {
  // One service may be of a release of several, whose dotenv has a deployment of each.
  const listed = isSeveral(input)
    ? (['TASK_FAMILY', 'ECS_CD_DEPLOYMENT_ID'] as const)
    : (['TASK_FAMILY'] as const);
  const all = settingsOfEach(input, listed, followCommandSettingsOf);
  // A person who answers a gate is not kept waiting for the archive: the hook has a time limit of its own.
  return runOnDeployments(all, host, log, followDeployments, { held: outOfArchive });
};

type Settings = Pick<FollowCommandSettings, 'aws' | 'dotenv' | 'place' | 'image'>;

/** Runs what is about deployments that are there. `urlOf`: the address of the environment, where the job hands it on. */
export function runOnDeployments<Of extends Settings>(
  all: readonly [Of, ...Of[]],
  host: CommandHost,
  log: JobLog,
  recipe: (runs: readonly ServiceRun<Of, FollowDeploymentEffects>[]) => Promise<Outcome>,
  {
    held = (ecr) => ecr,
    urlOf,
  }: { held?: (ecr: Ecr, around: Surroundings) => Ecr; urlOf?: typeof environmentUrlOf },
): Promise<Verdict> {
  const { clock, interruption, wire, env, report } = host;
  const around = { log, clock, interruption, jobEnd: jobEndOf(env, clock.now()) };
  const [settings] = all;
  return runOnAws(settings, host, log, async (clients) => {
    const ecr = askedOnce(held(ecrOf(clients, settings.aws, settings.image.repository, host), around));
    const ofAll = { ecr, probe: healthCheckApi(clock, wire) };
    const services = eachServiceOf(clients, all, { ...around, report });
    const runs = services.map((each) => ({ ...each, effects: { ...each.effects, ...ofAll } }));
    const outcome = await recipe(runs);
    const url = await urlOf?.(settings, runs[0]?.effects.ecs, clients, host);
    return { outcome, outputs: url === undefined ? {} : { ECS_CD_ENVIRONMENT_URL: url } };
  });
}
