import type { ConflictException, RunTaskResponse, Task } from '@aws-sdk/client-ecs';
import { isRefusedAtOnce } from '../aws/aws-error';
import { namesIn } from '../causes/cause';
import { causeOf } from '../causes/failure-causes';
import { serviceFinding, type Finding } from '../diagnosis/finding';
import type { FollowEffects } from '../rollout/follow-context';
import type { Ecs } from '../ecs/ecs-api';
import { EcsCdError, mayPass, orElse } from '../errors';
import { lastSegmentOf } from '../names/arn';
import { taskEndingOf, nameOf, runRequestOf, type OneOffRun } from './one-off-run';

type StartEffects = Pick<FollowEffects, 'ecs' | 'clock' | 'log' | 'interruption'>;

/** The task that runs the command, or has run it; or why ECS starts none. */
export type StartedTask =
  { readonly task: Task; readonly isEarlier?: boolean } | { readonly refusal: Finding } | 'cancelled';

/** (AWS docs, RunTask failures and ClientException) room that may be there a moment later. */
const mayHaveRoomLater = /^RESOURCE:|^AGENT$|capacity is unavailable|capacity limit/i;
const betweenTriesMs = 15_000;
const mostTries = 12;

const idOf = ({ taskArn = '' }: Task) => lastSegmentOf(taskArn);

/**
 * Starts the task, or finds the one that an earlier try of the same job has started: one that runs or has succeeded is
 * never started twice, one that failed is. The client token says which try it is, so ECS itself starts no second one
 * while a list is late.
 */
export async function startTask(run: OneOffRun, effects: StartEffects): Promise<StartedTask> {
  const { ecs, log } = effects;
  const startedBy = `ecs-cd-${ecs.markOf(run.identity).slice(0, 40)}`;
  const earlier = run.identity === undefined ? [] : await tasksStartedBy(startedBy, ecs);
  const goesOn = earlier.find((task) => taskEndingOf(task, run) === undefined);
  const done = earlier.find((task) => taskEndingOf(task, run)?.kind === 'succeeded');
  if (goesOn)
    log.line(`run         an earlier try of this job started task ${idOf(goesOn)}: following that one`);
  else if (done)
    log.line(`run         done by an earlier try of this job (task ${idOf(done)}): not run again`);
  const found = goesOn ?? done;
  if (found) return { task: found, isEarlier: true };
  const [last] = earlier;
  if (last) log.line(`run         task ${idOf(last)} of an earlier try of this job failed: running it again`);
  log.line(`run         ${nameOf(run)}`);
  const tokenOf = (count: number) => ecs.markOf([startedBy, last?.taskArn ?? '', String(count)]);
  return runWithPatience(run, { startedBy, tokenOf }, effects);
}

async function tasksStartedBy(startedBy: string, ecs: Ecs): Promise<Task[]> {
  const running = await ecs.listTasksStartedBy(startedBy, 'RUNNING');
  const stopped = await ecs.listTasksStartedBy(startedBy, 'STOPPED');
  const tasks = await ecs.describeTasks([...new Set([...running, ...stopped])]);
  const createdAt = (task: Task) => task.createdAt?.getTime() ?? 0;
  return tasks.toSorted((a, b) => createdAt(b) - createdAt(a));
}

/** A request that came to nothing has a token of its own: ECS may answer the same to the same one. (inference) */
async function runWithPatience(
  run: OneOffRun,
  { startedBy, tokenOf }: { readonly startedBy: string; readonly tokenOf: (count: number) => string },
  { ecs, clock, log, interruption }: StartEffects,
): Promise<StartedTask> {
  const orUnknown = (error: EcsCdError) =>
    answerOf(error) ?? refuseStart(error, run, { startedBy, interruption });
  for (let tries = 1; ; tries += 1) {
    if (interruption.aborted) return 'cancelled';
    const marks = { startedBy, clientToken: tokenOf(tries) };
    const { tasks = [], failures = [] } = await orElse(ecs.runTask(runRequestOf(run), marks), orUnknown);
    const [task] = tasks;
    if (task?.taskArn !== undefined) return { task };
    const { reason = 'ECS started no task and gave no reason', detail } = failures[0] ?? {};
    if (!mayHaveRoomLater.test(reason) || tries === mostTries)
      return { refusal: findingOf(reason, detail, run) };
    if (tries === 1) log.warning(`no room for the task yet (${reason}): trying for up to 3 min`);
    await clock.sleep(betweenTriesMs, interruption);
  }
}

/** A refusal that stands for an answer: room may come, or the token is that of a task which other settings started. */
function answerOf({ cause }: EcsCdError): Pick<RunTaskResponse, 'tasks' | 'failures'> | undefined {
  const { message = '', resourceIds = [] } = (cause ?? {}) as Partial<ConflictException>;
  if (resourceIds[0] !== undefined) return { tasks: [{ taskArn: resourceIds[0] }] };
  return mayHaveRoomLater.test(message) ? { failures: [{ reason: message }] } : undefined;
}

/** A request whose answer is lost may have started the task. A try of the same job finds that, so it may come by itself. */
function refuseStart(
  error: EcsCdError,
  run: OneOffRun,
  { startedBy, interruption }: { readonly startedBy: string; readonly interruption: AbortSignal },
): never {
  if (isRefusedAtOnce(error)) throw error;
  const isFound = run.identity !== undefined;
  const again = isFound ? 'another try of this job finds its task' : `its task is of ${startedBy}`;
  throw new EcsCdError(
    interruption.aborted ? 'cancelled' : isFound && mayPass(error) ? 'try-again' : 'task-failed',
    `${nameOf(run)} may have been started (${again}): ${error.message}`,
    { fix: isFound ? error.fix : `look for a task of ${startedBy} in the ECS console first`, cause: error },
  );
}

/** In the words of an event of a service, which say the same. */
function findingOf(reason: string, detail: string | undefined, { definition, service }: OneOffRun): Finding {
  const words = reason === 'AGENT' ? 'a container instance encountered error "AGENT"' : reason;
  const said = [reason, detail].filter(Boolean).join(': ');
  const names = { ...namesIn(service), TASK_FAMILY: definition.family };
  const cause = causeOf({ kind: 'event', message: `unable to place a task: ${words}` }, names);
  return serviceFinding(cause, said);
}
