import type { Task } from '@aws-sdk/client-ecs';
import { containerLogTailReader } from '../diagnosis/container-log-tail';
import { groupOf } from '../diagnosis/failure-groups';
import type { Finding } from '../diagnosis/finding';
import { type EcsCdError, mayPass, orElse } from '../errors';
import { minutesOf, timelineOf, type Timeline } from '../log/timeline';
import { lastSegmentOf } from '../names/arn';
import { poll } from '../poll';
import type { FollowEffects } from '../rollout/follow-context';
import { liveLogOf } from './live-log';
import {
  commandHasEnded,
  taskEndingOf,
  isEssential,
  nameOf,
  type OneOffRun,
  type TaskEnding,
} from './one-off-run';
import { startTask } from './start-task';

export type OneOffEffects = Omit<FollowEffects, 'targetHealth' | 'alarms' | 'meter'>;

/** How a run ended: what happened, why, and what was done about its task. */
export interface TaskRunEnd {
  readonly verdict: 'succeeded' | 'task-failed' | 'cancelled';
  readonly happened: string;
  readonly findings: readonly Finding[];
  readonly done?: string;
  readonly fix?: string;
  readonly next?: string;
}

const betweenLooksMs = 5_000;
/** A new task may not be there yet for whoever asks (AWS docs: eventually consistent). */
const unseenMs = 60_000;
/** The driver hands lines on in batches. (field report) */
const lateLinesMs = 6_000;

/** Runs the command to its end. A red end says what is known of the task; green is the exit code 0 of the command alone. */
export async function runToEnd(run: OneOffRun, effects: OneOffEffects): Promise<TaskRunEnd> {
  const started = await startTask(run, effects);
  if (started === 'cancelled') return cancelled(run, effects, 'no task was started');
  if ('task' in started) {
    const { taskArn = '' } = started.task;
    const end = await orElse(followTask(run, taskArn, effects), (error) =>
      outOfSight(run, taskArn, error, effects),
    );
    if (!started.isEarlier || end.verdict !== 'succeeded') return end;
    const happened = `${end.happened}: an earlier try of this job ran it (task ${lastSegmentOf(taskArn)}), it was not run again`;
    return { ...end, happened };
  }
  const happened = `${nameOf(run)} was not run: ECS started no task`;
  return { verdict: 'task-failed', happened, findings: [started.refusal] };
}

interface Seen {
  readonly status: string;
  readonly missingSince: number | undefined;
}

type Followed = { readonly ending: TaskEnding; readonly task: Task } | 'late' | 'missing';

async function followTask(run: OneOffRun, arn: string, effects: OneOffEffects): Promise<TaskRunEnd> {
  const { ecs, clock, log, jobEnd, recorder } = effects;
  const timeline = timelineOf(clock, log, recorder);
  const id = lastSegmentOf(arn);
  const showLines = liveLogOf(run, id, effects, timeline);
  const until = Math.min(clock.now() + run.timeoutSeconds * 1000, jobEnd?.leaveAt ?? Infinity);
  const first: Seen = { status: '', missingSince: undefined };
  const polled = await poll<Seen, Task | 'silence' | undefined, Followed>(
    effects,
    { state: first, waitMs: 0 },
    {
      read: () =>
        orElse(
          ecs.describeTasks([arn]).then(([task]) => task),
          (error) => {
            if (mayPass(error)) return 'silence' as const;
            throw error;
          },
        ),
      async step(state, task) {
        await showLines();
        const next = task === 'silence' ? state : nextOf(state, task, clock.now());
        if (next.status !== state.status) timeline.tell(`task ${id} is ${next.status}`);
        else if (timeline.isQuiet()) timeline.sign(`waiting: task ${id} is ${next.status || 'not seen yet'}`);
        const ending = typeof task === 'object' ? taskEndingOf(task, run) : undefined;
        if (ending && typeof task === 'object') return { end: { ending, task } };
        if (clock.now() >= until) return { end: 'late' };
        const isGone = next.missingSince !== undefined && clock.now() - next.missingSince >= unseenMs;
        return isGone ? { end: 'missing' } : { state: next, waitMs: betweenLooksMs };
      },
    },
  );
  if ('interrupted' in polled)
    return cancelled(run, effects, await stopOf(arn, 'the job was cancelled', effects));
  if (polled.end === 'late') return late(run, arn, effects);
  if (polled.end === 'missing') return missing(run, id);
  await clock.sleep(lateLinesMs, effects.interruption);
  await showLines();
  return endOf(run, polled.end, effects, timeline);
}

function nextOf(state: Seen, task: Task | undefined, now: number): Seen {
  if (!task) return { ...state, missingSince: state.missingSince ?? now };
  return { status: task.lastStatus ?? state.status, missingSince: undefined };
}

async function endOf(
  run: OneOffRun,
  { ending, task }: Extract<Followed, object>,
  effects: OneOffEffects,
  timeline: Timeline,
): Promise<TaskRunEnd> {
  const { definition, container, logLines } = run;
  const own = definition.containerDefinitions?.find(({ name }) => name === container);
  // ECS itself goes on with the others.
  const isLeft = task.desiredStatus === 'RUNNING' && own !== undefined && !isEssential(own);
  const done = isLeft ? { done: await stopOf(task.taskArn ?? '', commandHasEnded, effects) } : {};
  if (ending.kind === 'succeeded') {
    return { verdict: 'succeeded', happened: `${nameOf(run)} exited with code 0`, findings: [], ...done };
  }
  const failed = { task, definition, loadBalancedContainer: undefined, isOurs: true };
  const tail = await containerLogTailReader(effects, timeline, logLines)(failed);
  const { finding } = groupOf(failed, 1, tail);
  const happened = `${nameOf(run)} failed: ${ending.why}`;
  return { verdict: 'task-failed', happened, findings: [finding], ...done };
}

async function late(run: OneOffRun, arn: string, effects: OneOffEffects): Promise<TaskRunEnd> {
  const { clock, jobEnd } = effects;
  const isJobEnd = jobEnd !== undefined && clock.now() >= jobEnd.leaveAt;
  const limit = isJobEnd ? 'GitLab ends this job' : minutesOf(run.timeoutSeconds);
  return {
    verdict: 'task-failed',
    happened: `${nameOf(run)} had not ended ${isJobEnd ? 'before' : 'after'} ${limit}`,
    findings: [],
    done: await stopOf(arn, 'its time is over', effects),
    fix: `raise ${isJobEnd ? jobEnd.limit : 'ECS_CD_RUN_TIMEOUT'} if it only needs longer`,
  };
}

const missing = (run: OneOffRun, id: string) =>
  unknownOf(run, `ECS does not show task ${id}`, `look for task ${id} in the ECS console, and for its log`);

const unknownOf = (run: OneOffRun, why: string, fix: string | undefined): TaskRunEnd => ({
  verdict: 'task-failed',
  happened: `${nameOf(run)} has an unknown result: ${why}`,
  findings: [],
  ...(fix === undefined ? {} : { fix }),
});

/** Nothing tells how far it is: whoever stopped it could stop half a migration. */
async function outOfSight(
  run: OneOffRun,
  arn: string,
  { message, fix }: EcsCdError,
  effects: OneOffEffects,
): Promise<TaskRunEnd> {
  if (effects.interruption.aborted)
    return cancelled(run, effects, await stopOf(arn, 'the job was cancelled', effects));
  const id = lastSegmentOf(arn);
  return {
    ...unknownOf(run, message, fix),
    done: `task ${id} was started, and may go on without this job`,
    next: run.identity
      ? 'run this job again: it follows that task, and starts no other unless that one has failed'
      : `look for task ${id} in the ECS console before it is run again`,
  };
}

const cancelled = (run: OneOffRun, { interruption }: OneOffEffects, done: string): TaskRunEnd => ({
  verdict: 'cancelled',
  happened: `the job was cancelled (${String(interruption.reason)}) during ${nameOf(run)}`,
  findings: [],
  done,
});

/** Says what came of it. */
function stopOf(arn: string, reason: string, { ecs }: OneOffEffects): Promise<string> {
  const id = lastSegmentOf(arn);
  return orElse(
    ecs.stopTask(arn, reason).then(() => `asked ECS to stop task ${id}`),
    ({ message }) => `task ${id} may still run: it could not be stopped (${message})`,
  );
}
