import type { Service, Task } from '@aws-sdk/client-ecs';
import type { CallMeter } from '../aws/call-meter';
import { awsErrorKindOf } from '../aws/aws-error';
import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import { plainText } from '../report/plain-text';
import { familyRevisionOf, lastSegmentOf } from './arn';
import { primaryOf } from './deployments';
import type { Ecs } from './ecs';
import { causeOf } from './failure-causes';
import { hopelessOf, keyOf, ranked, type Finding } from './finding';
import { lastWordsReader, type LastWords } from './last-words';
import type { Progress } from './progress';
import { eventsSince, isFailing, isTrouble, pulseOf, type Pulse } from './pulse';
import type { Followed } from './rollout';
import { sickTargets } from './sick-targets';
import type { TargetHealth } from './target-health';
import { evidenceOf, isFailure, isReported, saidOf } from './task-failure';
import type { TaskLogs } from './task-logs';

export interface DiagnoseEffects {
  readonly ecs: Ecs;
  readonly taskLogs: TaskLogs;
  readonly targetHealth: TargetHealth;
  readonly meter: CallMeter;
  readonly clock: Clock;
}

export interface Diagnosis {
  /** Looks at what has failed, if this reading of the service hints at anything; tells what is new. */
  look(service: Service | undefined): Promise<void>;
  /** Looks, whatever the service says. */
  lookNow(service: Service | undefined): Promise<void>;
  /** Fetches the log lines that had not arrived yet. */
  fetchLateLines(): Promise<void>;
  findings(): readonly Finding[];
  /** Why the deployment cannot succeed any more. */
  hopeless(service: Service | undefined): string | undefined;
}

/** A look without a hint, for a failure that the service's own report hides. */
const betweenLooksMs = 60_000;
const afterNoAnswerMs = 20_000;
/** What a look costs at first, and what the waiting itself needs of the 30 calls a minute. */
const callsALook = 5;
const callsAMinute = 27;

/** Why one deployment does not come up. Best effort: it never ends the run that asks. */
export function diagnosisOf(
  followed: Followed,
  progress: Progress,
  effects: DiagnoseEffects,
  logLines: number,
): Diagnosis {
  const { ecs, clock, meter } = effects;
  const findings = new Map<string, Finding>();
  const seenTasks = new Set<string>();
  const keyBySaid = new Map<string, string>();
  const lastWords = lastWordsReader(effects, progress, logLines);
  const targets = sickTargets(followed, effects, progress);
  let before: Pulse | undefined;
  let isDue = false;
  let isPermitted = true;
  let lastLook = clock.now();

  function add(finding: Finding, details: readonly string[] = []) {
    const key = keyOf(finding);
    const known = findings.get(key);
    const taskIds = [...(known?.taskIds ?? []), ...finding.taskIds];
    const [id] = finding.taskIds;
    const isExplained = [...findings.values()].some(({ cause }) => cause?.id === finding.cause?.id);
    if (!known) progress.trouble(headlineOf(finding), [...linesOf(finding, isExplained), ...details]);
    else if (id !== undefined) progress.tell(`task ${id} stopped in the same way (${taskIds.length} so far)`);
    findings.set(key, { ...(known ?? finding), taskIds });
    return key;
  }

  async function addTask(task: Task, service: Service | undefined) {
    const said = saidOf(task);
    const isOurs = task.startedBy === followed.deploymentId;
    const revision = familyRevisionOf(task.taskDefinitionArn ?? '');
    const taskIds = [lastSegmentOf(task.taskArn ?? '')];
    const signature = `${revision} ${said}`;
    const known = findings.get(keyBySaid.get(signature) ?? '');
    if (known) return void add({ ...known, taskIds });
    const words = await lastWords.of(task, service?.loadBalancers?.[0]?.containerName);
    const finding: Finding = {
      cause: causeOf(evidenceOf(task, words?.lines)),
      said,
      revision,
      taskIds,
      isOurs,
      ...(words ? { log: words } : {}),
    };
    keyBySaid.set(signature, add(finding, quoteOf(words)));
  }

  async function lookAtTasks(service: Service | undefined) {
    const wanted = [followed.deploymentId, primaryOf(service)?.id];
    const arns = await ecs.listTasks('STOPPED');
    const unseen = arns.filter((arn) => !seenTasks.has(arn));
    for (const task of await ecs.describeTasks(unseen)) {
      if (!isReported(task)) continue;
      seenTasks.add(task.taskArn ?? '');
      if (wanted.includes(task.startedBy) && isFailure(task)) await addTask(task, service);
    }
  }

  async function lookNow(service: Service | undefined) {
    isDue = false;
    lastLook = clock.now();
    if (!isPermitted) return;
    try {
      await lookAtTasks(service);
    } catch (error) {
      if (!(error instanceof EcsCdError)) throw error;
      if (awsErrorKindOf(error) !== 'denied') {
        lastLook -= betweenLooksMs - afterNoAnswerMs;
        return;
      }
      isPermitted = false;
      progress.tell(`cannot say why tasks stop: ${error.message}; ${error.fix ?? ''}`);
    }
  }

  function lookAtEvents(service: Service) {
    for (const message of eventsSince(followed, service).filter(isTrouble)) {
      const said = plainText(message);
      const finding = { cause: causeOf({ kind: 'event', message }), said, taskIds: [], isOurs: true };
      if (!findings.has(keyOf(finding))) add(finding);
    }
  }

  return {
    async look(service) {
      if (!service) return;
      lookAtEvents(service);
      const now = pulseOf(followed, service);
      isDue ||= isFailing(before, now) || clock.now() - lastLook >= betweenLooksMs;
      before = now;
      if (isDue && meter.inLastMinute() + callsALook <= callsAMinute) await lookNow(service);
      if (meter.inLastMinute() + callsALook <= callsAMinute) {
        for (const finding of await targets.look(service)) add(finding);
      }
    },
    lookNow,
    async fetchLateLines() {
      for (const [key, finding] of findings) {
        if (finding.log?.lines.length !== 0) continue;
        findings.set(key, { ...finding, log: await lastWords.again(finding.log) });
      }
    },
    findings: () => ranked([...findings.values()]),
    hopeless(service) {
      const ours = service?.deployments?.find(({ id }) => id === followed.deploymentId);
      return hopelessOf([...findings.values()], ours?.runningCount ?? 0);
    },
  };
}

function headlineOf({ taskIds: [id], revision, said, cause }: Finding): string {
  const what = cause?.explanation ?? said;
  return id === undefined ? what : `task ${id} of ${revision ?? ''} stopped: ${what}`;
}

function linesOf({ cause, said }: Finding, isExplained: boolean): string[] {
  if (!cause) return [];
  return [`AWS: ${said}`, ...(cause.fix === undefined || isExplained ? [] : [`fix: ${cause.fix}`])];
}

function quoteOf(words: LastWords | undefined): string[] {
  if (!words || words.lines.length === 0) return [];
  return [`last lines of its log, ${words.stream}:`, ...words.lines.map((line) => `| ${line}`)];
}
