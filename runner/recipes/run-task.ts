import type { Service } from '@aws-sdk/client-ecs';
import type { DeploySettings, RunTaskSettings } from '../settings/command-settings';
import { currentRevisionOf } from '../ecs/deployments';
import { orElse } from '../errors';
import { throwIfCancelled } from '../recovery/cancel';
import { familyRevisionOf } from '../names/arn';
import { runToEnd, type OneOffEffects } from '../one-off/follow-task';
import { runContainerOf } from '../one-off/one-off-run';
import { type Outcome, outcomeOfError } from '../verdict/outcome';
import { deployableService } from './known-problems';
import type { ReadyRelease } from './release-steps';

/** By hand or in a job of its own: runs the command in the revision that the service runs. */
export async function runTaskByHand(settings: RunTaskSettings, effects: OneOffEffects): Promise<Outcome> {
  const service = await deployableService(settings.place, effects.ecs);
  const taskDefinition = currentRevisionOf(service);
  const at = { taskDefinition, service, candidates: [] };
  const outcome = await runIn(at, { command: settings.command, what: [] }, settings, effects);
  return { ...outcome, taskDefinition, done: sentenceOf(outcome.done, 'the service was not changed') };
}

const sentenceOf = (...parts: readonly (string | undefined)[]) => parts.filter(Boolean).join('; ');

/** Refuses what cannot be run, before anything is registered. */
export function refuseUnclearRuns(
  { choice }: Pick<ReadyRelease, 'choice'>,
  { run, runs }: Pick<DeploySettings, 'run' | 'runs'>,
): void {
  if (runs.before || runs.after)
    runContainerOf(choice.base.taskDefinition, run.container, choice.change.containers);
}

/**
 * Around a deployment: what must succeed before the service changes, and what runs once the release serves. A release
 * that serves is not undone for the latter.
 */
export async function withRuns(
  release: ReadyRelease,
  { run, runs, place, follow }: Pick<DeploySettings, 'run' | 'runs' | 'place' | 'follow'>,
  effects: OneOffEffects,
  deploy: () => Promise<Outcome>,
): Promise<Outcome> {
  const { service, revision, image } = release;
  const at = { taskDefinition: revision.taskDefinition, service, candidates: revision.containers };
  const runAt = (when: 'before' | 'after', command: readonly string[]) =>
    runIn(at, { command, what: [when, image.digest] }, { place, run, logLines: follow.logLines }, effects);
  const before = runs.before && (await runAt('before', runs.before));
  if (before && before.verdict !== 'succeeded')
    return { ...before, done: sentenceOf(before.done, 'the service was not changed') };
  throwIfCancelled(effects.interruption);
  const outcome = await deploy();
  // Whoever lets it go on runs it then.
  if (runs.after && outcome.verdict === 'paused')
    effects.log.warning(
      'ECS_CD_RUN_AFTER is not run while the deployment is paused; a run-task job can do it',
    );
  if (!runs.after || outcome.verdict !== 'succeeded') return outcome;
  const after = await orElse(runAt('after', runs.after), (error): Outcome => ({
    ...outcomeOfError(error),
    verdict: error.verdict === 'cancelled' ? error.verdict : 'task-failed',
  }));
  if (after.verdict === 'succeeded') return outcome;
  const serves = `${familyRevisionOf(revision.taskDefinition)} serves and is left in place`;
  return { ...outcome, ...after, done: sentenceOf(after.done, serves) };
}

interface RunPlace {
  /** ARN */
  readonly taskDefinition: string;
  readonly service: Service;
  /** Containers that the command may run in. */
  readonly candidates: readonly string[];
}

async function runIn(
  { taskDefinition, service, candidates }: RunPlace,
  { command, what }: { readonly command: readonly string[]; readonly what: readonly string[] },
  { place, run, logLines }: Pick<RunTaskSettings, 'place' | 'run' | 'logLines'>,
  effects: OneOffEffects,
): Promise<Outcome> {
  const { taskDefinition: definition } = await effects.ecs.describeTaskDefinition(taskDefinition);
  const container = runContainerOf(definition, run.container, candidates);
  const identity = run.job && [...run.job, place.cluster, place.service, ...what, container, ...command];
  const { timeoutSeconds } = run;
  return runToEnd({ command, container, definition, service, identity, timeoutSeconds, logLines }, effects);
}
