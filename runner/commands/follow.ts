import { outOfArchive } from '../ecr/archive';
import { healthCheckApi } from '../proof/health-check-api';
import { answerGates } from '../recipes/answer-gate';
import { followDeployments } from '../recipes/follow-deployment';
import type { FollowDeploymentEffects } from '../recipes/found-deployment';
import type { ServiceRun } from '../recipes/several/to-one-verdict';
import type { Answer } from '../rollout/answer-hooks';
import {
  followCommandSettingsOf,
  type FollowCommandSettings,
  gateSettingsOf,
} from '../settings/command-settings';
import { isSeveral, settingsOfEach } from '../settings/each-service';
import { jobEndOf } from '../settings/job-end';
import type { JobLog } from '../log/job-log';
import type { Verdict } from '../errors';
import type { Outcome } from '../verdict/outcome';
import type { CommandHost, Run } from './dotenv-report';
import { askedOnce, eachServiceOf, ecrOf, environmentUrlOf } from './effects';
import { runOnAws } from './run-on-aws';

export const follow: Run = (input, host, log) => {
  // One service may be of a release of several, whose dotenv has a deployment of each.
  const listed = isSeveral(input)
    ? (['TASK_FAMILY', 'ECS_CD_DEPLOYMENT_ID'] as const)
    : (['TASK_FAMILY'] as const);
  const all = settingsOfEach(input, listed, followCommandSettingsOf);
  return runOnDeployments(all, host, log, followDeployments, false);
};

type Settings = Pick<FollowCommandSettings, 'aws' | 'dotenv' | 'place' | 'image'>;

/**
 * Runs what is about deployments that are there, at a gate or not. A person who answers one is not kept waiting for the
 * archive: the hook has a time limit of its own.
 */
function runOnDeployments<Of extends Settings>(
  all: readonly [Of, ...Of[]],
  host: CommandHost,
  log: JobLog,
  recipe: (runs: readonly ServiceRun<Of, FollowDeploymentEffects>[]) => Promise<Outcome>,
  isAtGate: boolean,
): Promise<Verdict> {
  const { clock, interruption, wire, env, report } = host;
  const around = { log, clock, interruption, jobEnd: jobEndOf(env, clock.now()) };
  const [settings] = all;
  return runOnAws(settings, host, log, async (clients) => {
    const own = ecrOf(clients, settings.aws, settings.image.repository, host);
    const ofAll = {
      ecr: askedOnce(isAtGate ? own : outOfArchive(own, around)),
      probe: healthCheckApi(clock, wire),
    };
    const services = eachServiceOf(clients, all, { ...around, report });
    const runs = services.map((each) => ({ ...each, effects: { ...each.effects, ...ofAll } }));
    const outcome = await recipe(runs);
    if (!isAtGate) return { outcome, outputs: {} };
    const url = await environmentUrlOf(settings, runs[0]?.effects.ecs, clients, host);
    return { outcome, outputs: { ECS_CD_ENVIRONMENT_URL: url } };
  });
}

const answering =
  (answer: Answer): Run =>
  (input, host, log) => {
    const all = settingsOfEach(input, ['TASK_FAMILY'], gateSettingsOf);
    return runOnDeployments(all, host, log, (runs) => answerGates(runs, answer), true);
  };

export const continueDeployment = answering('CONTINUE');
export const rejectDeployment = answering('ROLLBACK');
