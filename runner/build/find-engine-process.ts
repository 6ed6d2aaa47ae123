import type { Clock } from '../clock';
import { run, type Finished } from '../subprocess';
import {
  containerEngine,
  type ContainerEngine,
  type Surroundings as EngineSurroundings,
} from './container-engine-process';
import { engineEnvironmentOf } from './engine-environment';
import { enginesFor, type Engine } from './engine';
import { cancellationOf } from '../ecr/ecr-refusal';
import { noEngineOf, type Attempt } from './engine-failure';

interface Surroundings extends EngineSurroundings {
  readonly clock: Clock;
  readonly onWait: (text: string) => void;
}

/** How long an engine may take to answer. */
const answerMs = 10_000;
/** A docker:dind service often starts later than the job that uses it. */
const daemonWait = { attempts: 11, pauseMs: 3_000 };

export async function findEngine(
  choice: Parameters<typeof enginesFor>[0],
  surroundings: Surroundings,
): Promise<ContainerEngine> {
  const tried: Attempt[] = [];
  for (const engine of enginesFor(choice)) {
    const attempt = await patientlyAsked(engine, surroundings);
    if (attempt.versions !== undefined) return containerEngine(engine, attempt.versions, surroundings);
    tried.push(attempt);
  }
  throw noEngineOf(tried);
}

async function patientlyAsked(engine: Engine, surroundings: Surroundings): Promise<Attempt> {
  const { env, clock, interruption, onWait } = surroundings;
  let attempt = await asked(engine, surroundings);
  // Whoever names a daemon means it.
  const attempts = engine.name === 'docker' && env.DOCKER_HOST ? daemonWait.attempts : 1;
  for (let count = 1; count < attempts && attempt.versions === undefined && attempt.isThere; count++) {
    if (count === 1) onWait(`waiting for the Docker daemon at ${env.DOCKER_HOST ?? ''}: ${attempt.said}`);
    await clock.sleep(daemonWait.pauseMs, interruption);
    attempt = await asked(engine, surroundings);
  }
  return attempt;
}

async function asked(engine: Engine, surroundings: Surroundings): Promise<Attempt> {
  const { env, clock, interruption } = surroundings;
  const finished = await run({
    command: engine.name,
    args: engine.versionArguments,
    env: engineEnvironmentOf(env),
    signal: AbortSignal.any([interruption, clock.timeout(answerMs)]),
  });
  if (interruption.aborted) throw cancellationOf(interruption, `looking for ${engine.title}`);
  const isThere = finished.notStarted === undefined;
  const versions = versionsIn(engine, finished);
  return { engine, isThere, said: saidIn(finished, engine), ...(versions && { versions }) };
}

function saidIn({ notStarted, isAborted, lastLines }: Finished, { title }: Engine): string {
  if (notStarted === 'ENOENT') return 'there is no such command';
  if (notStarted !== undefined) return `it cannot be started (${notStarted})`;
  if (isAborted) return `no answer within ${answerMs / 1000} s`;
  const words = lastLines.findLast((line) => line.trim() !== '' && !line.startsWith('{'));
  return words?.trim() ?? `it answers, but not as ${title}`;
}

function versionsIn({ versionIn }: Engine, { exitCode, isAborted, stdout }: Finished): Attempt['versions'] {
  try {
    return exitCode === 0 && !isAborted ? versionIn(stdout) : undefined;
  } catch {
    return undefined;
  }
}
