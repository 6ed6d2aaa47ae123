import type { Service, Task } from '@aws-sdk/client-ecs';
import { familyRevisionOf, lastSegmentOf } from '../names/arn';
import type { Ecs } from '../ecs/ecs-api';
import { causeOf } from '../causes/failure-causes';
import { keyOf, type Finding } from './finding';
import type { ContainerLogTail, ContainerLogTailReader } from './container-log-tail';
import { evidenceOf, isFailure, isReported, saidOf } from './task-failure';

/** A finding about tasks that stopped, and the first of them. */
interface Group {
  finding: Finding;
  readonly task: Task;
  /** Whether its log is still to be looked for. */
  isUnread: boolean;
  asks: number;
}

/** What a look has brought: findings, and how many tasks of each were not known before. */
export interface StoppedTasksReading {
  readonly news: readonly {
    readonly finding: Finding;
    readonly isNew: boolean;
    readonly taskIds: readonly string[];
  }[];
  /** A task is listed, but how its containers ended is not told yet. */
  readonly isIncomplete: boolean;
}

export interface FailedTasks {
  look(wanted: ReadonlySet<string | undefined>, service: Service | undefined): Promise<StoppedTasksReading>;
  /** Asks once more for log lines that had not arrived; answers the findings that got some. */
  fetchLateLines(): Promise<Finding[]>;
  findings(): Finding[];
}

/** Lines arrive seconds after they were written; a stream without any after some asking has none. */
const mostAsks = 4;
/** Tasks may fail in many different ways at once; a call for each of them would be too many for one look. */
const mostReads = 2;

/** The stopped tasks of some deployments, each described once, those that failed in the same way together. */
export function failedTasks(deploymentId: string, ecs: Ecs, lastWords: ContainerLogTailReader): FailedTasks {
  const groups = new Map<string, Group>();
  const keyBySignature = new Map<string, string>();
  const seen = new Set<string>();
  let reads = 0;
  let loadBalancedContainer: string | undefined;

  async function wordsOf(task: Task): Promise<ContainerLogTail | undefined> {
    reads += 1;
    return lastWords.of(task, loadBalancedContainer);
  }

  async function wordsAgain(words: ContainerLogTail): Promise<ContainerLogTail> {
    reads += 1;
    return lastWords.again(words);
  }

  async function groupOf(task: Task): Promise<{ group: Group; isNew: boolean }> {
    const said = saidOf(task);
    const revision = familyRevisionOf(task.taskDefinitionArn ?? '');
    const signature = `${revision} ${said}`;
    const known = groups.get(keyBySignature.get(signature) ?? '');
    if (known) return { group: known, isNew: false };
    const isUnread = reads >= mostReads;
    const words = isUnread ? undefined : await wordsOf(task);
    const finding = withWords(
      { cause: undefined, said, revision, taskIds: [], isOurs: task.startedBy === deploymentId },
      task,
      words,
    );
    const key = keyOf(finding);
    keyBySignature.set(signature, key);
    const same = groups.get(key);
    if (same) return { group: same, isNew: false };
    const group = { finding, task, isUnread, asks: 1 };
    groups.set(key, group);
    return { group, isNew: true };
  }

  return {
    async look(wanted, service) {
      reads = 0;
      loadBalancedContainer = service?.loadBalancers?.[0]?.containerName;
      const arns = await ecs.listTasks('STOPPED');
      const tasks = await ecs.describeTasks(arns.filter((arn) => !seen.has(arn)));
      const news = new Map<Group, { isNew: boolean; taskIds: string[] }>();
      let isIncomplete = false;
      for (const task of tasks) {
        const isWanted = wanted.has(task.startedBy) && isFailure(task);
        if (isWanted && !isReported(task)) {
          isIncomplete = true;
          continue;
        }
        seen.add(task.taskArn ?? '');
        if (!isWanted) continue;
        const { group, isNew } = await groupOf(task);
        const id = lastSegmentOf(task.taskArn ?? '');
        group.finding = { ...group.finding, taskIds: [...group.finding.taskIds, id] };
        const entry = news.get(group) ?? { isNew, taskIds: [] };
        entry.taskIds.push(id);
        news.set(group, entry);
      }
      return { isIncomplete, news: [...news].map(([{ finding }, entry]) => ({ finding, ...entry })) };
    },

    async fetchLateLines() {
      const late: Finding[] = [];
      reads = 0;
      for (const group of groups.values()) {
        const { finding, task, isUnread } = group;
        const isWorthAsking = isUnread || (finding.log?.lines.length === 0 && group.asks < mostAsks);
        if (!isWorthAsking || reads >= mostReads) continue;
        const words = await (isUnread || !finding.log ? wordsOf(task) : wordsAgain(finding.log));
        group.asks += 1;
        group.isUnread = false;
        if (!words) continue;
        group.finding = withWords(finding, task, words);
        if (words.lines.length > 0) late.push(group.finding);
      }
      return late;
    },

    findings: () => [...groups.values()].map(({ finding }) => finding),
  };
}

/** What a container wrote may tell the cause: an image of another architecture says so nowhere else. */
function withWords(finding: Finding, task: Task, words: ContainerLogTail | undefined): Finding {
  return {
    ...finding,
    cause: causeOf(evidenceOf(task, words?.lines)),
    ...(words ? { log: words } : {}),
  };
}
