import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import type { JobLog } from '../log/job-log';
import { familyRevisionOf } from '../names/arn';
import type { Ecs } from '../ecs/ecs-api';
import { valuesTextOf } from '../task-definition/task-values';
import { renamedPrefixesOf } from '../task-definition/stream-prefix';
import {
  differencesOf,
  isChanged,
  lossOf,
  withChange,
  type RevisionChange,
  type DescribedRevision,
} from '../task-definition/task-definition';

/** Which revision is to run, before anything is registered. */
export interface RevisionChoice {
  /** The latest ACTIVE revision of TASK_FAMILY. */
  readonly base: DescribedRevision;
  /** What the service runs; undefined where there is no service. */
  readonly running: DescribedRevision | undefined;
  readonly change: RevisionChange;
  /** ARN of the revision that is it already; undefined where one has to be registered from the base. */
  readonly existing: string | undefined;
  /** Where the base differs from what runs in more than the image and STAGE: paths, never values. */
  readonly differences: readonly string[];
}

export interface RevisionToRun {
  /** ARN */
  readonly taskDefinition: string;
  /** Names of the containers that get the image. */
  readonly containers: readonly string[];
  /** Registers the same once more; answers the ARN. */
  readonly again: () => Promise<string>;
}

interface Effects {
  readonly ecs: Ecs;
  readonly log: JobLog;
}

/**
 * The latest ACTIVE revision of TASK_FAMILY with the change; one is to be registered only if neither it
 * nor the revision that the service runs is that already (stages may share a family).
 */
export async function chooseRevision(
  change: RevisionChange,
  { base, service }: { readonly base: DescribedRevision; readonly service: Service | undefined },
  ecs: Ecs,
): Promise<RevisionChoice> {
  const baseArn = arnOf(base.taskDefinition);
  const runningArn = service?.taskDefinition;
  const isBase = runningArn === baseArn;
  const running =
    runningArn === undefined ? undefined : isBase ? base : await ecs.describeTaskDefinition(runningArn);
  const differences =
    running && !isBase ? differencesOf(running.taskDefinition, base.taskDefinition, change) : [];
  const candidates = running && differences.length === 0 ? [running, base] : [base];
  const same = candidates.find((each) => !isChanged(each, change));
  return { base, running, change, existing: same && arnOf(same.taskDefinition), differences };
}

/** What the containers that get the image run now, by the revision of the service: each image once. */
export function runningImagesOf({ base, running, change }: RevisionChoice): readonly string[] {
  const { containerDefinitions = [] } = (running ?? base).taskDefinition;
  const ours = containerDefinitions.filter(({ name = '' }) => change.containers.includes(name));
  return [...new Set(ours.flatMap(({ image }) => image ?? []))];
}

/** The revision that was chosen, registered where there is none yet. */
export async function revisionToRun(choice: RevisionChoice, { ecs, log }: Effects): Promise<RevisionToRun> {
  const { base, running, change, existing, differences } = choice;
  const [latest, current] = [base, running].map((one) =>
    familyRevisionOf(one ? arnOf(one.taskDefinition) : ''),
  );
  if (differences.length > 0) {
    log.warning(
      `the latest revision ${latest} differs from ${current}, which the service runs, in more than the image: ${differences.join(', ')}`,
    );
  }
  const { containers } = change;
  const told = tellChange(choice, log);
  let newest = base.taskDefinition.revision ?? 0;
  const again = async () => {
    const refusal = lossOf(base, change);
    if (refusal) throw new EcsCdError('rejected', `${refusal.message}; nothing was changed`, refusal);
    const made = await ecs.registerTaskDefinition(withChange(base, change), newest);
    newest = made.revision ?? newest;
    return arnOf(made);
  };
  if (existing !== undefined) {
    log.line(
      `revision    ${familyRevisionOf(existing)} runs this ${told ? 'image with these values' : 'image'} already: none registered`,
    );
    return { taskDefinition: existing, containers, again };
  }
  if (base.blank.length > 0) {
    log.line(
      `            ${latest} has fields that this version of ecs-cd does not know; they are empty, so nothing is lost: ${base.blank.join(', ')}`,
    );
  }
  const taskDefinition = await again();
  log.line(
    `revision    ${familyRevisionOf(taskDefinition)} registered, from ${latest}: image of ${containers.join(', ')}`,
  );
  return { taskDefinition, containers, again };
}

/** What a deployment changes beside the image; answers whether the job sets values. */
function tellChange({ base, running, change }: RevisionChoice, log: JobLog): boolean {
  const { containers, stage, values = {} } = change;
  const { taskDefinition: before } = running ?? base;
  const told = valuesTextOf(values, before, containers);
  if (told !== undefined) log.line(`values      ${told}`);
  const renamed = renamedPrefixesOf(before, stage);
  if (renamed !== undefined)
    log.line(`logs        awslogs-stream-prefix becomes ${stage} (STAGE), was ${renamed}`);
  return told !== undefined;
}

function arnOf({ taskDefinitionArn }: TaskDefinition): string {
  if (taskDefinitionArn !== undefined) return taskDefinitionArn;
  throw new EcsCdError('needs-attention', 'ECS answered a task definition without an ARN');
}
