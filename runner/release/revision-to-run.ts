import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import type { JobLog } from '../log/job-log';
import { familyRevisionOf } from '../names/arn';
import type { Ecs } from '../ecs/ecs-api';
import type { HistoryEffects } from '../ecs/history';
import { differencesBetween } from '../task-definition/normalized-task-definition';
import { type Origin, withOrigin } from '../task-definition/origin-tags';
import { valuesTextOf, renamedPrefixesOf } from '../task-definition/task-values';
import {
  differencesOf,
  lossOf,
  registrableOf,
  withChange,
  type RevisionChange,
  type DescribedRevision,
} from '../task-definition/task-definition';
import { latestOf, nameOfBase, type BaseRevision } from './base-revision';
import { registerRevision } from './register-again';

/** Which revision is to run, before anything is registered. */
export interface RevisionChoice {
  readonly base: BaseRevision;
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
  /** Registers the same once more; answers the ARN. None of a revision that was asked for. */
  readonly again?: () => Promise<string>;
}

/**
 * The base with the change; one is to be registered only if neither the revision that the service runs nor the latest of
 * the family is that already (stages may share a family).
 */
export async function chooseRevision(
  change: RevisionChange,
  { base, service }: { readonly base: BaseRevision; readonly service: Service | undefined },
  ecs: Ecs,
): Promise<RevisionChoice> {
  const latest = latestOf(base);
  const runningArn = service?.taskDefinition;
  const isLatest = runningArn === latest?.taskDefinition.taskDefinitionArn;
  const running =
    runningArn === undefined ? undefined : isLatest ? latest : await ecs.describeTaskDefinition(runningArn);
  const differences =
    running && running !== base ? differencesOf(running.taskDefinition, base.taskDefinition, change) : [];
  const wanted = withChange(base, change);
  const same = (base.isAsked ? [base] : [running, latest]).find(
    (one) => one && differencesBetween(registrableOf(one.taskDefinition), wanted).length === 0,
  );
  return { base, running, change, existing: same && arnOf(same.taskDefinition), differences };
}

/** What the containers that get the image run now, by the revision of the service: each image once. */
export function runningImagesOf({ base, running, change }: RevisionChoice): readonly string[] {
  const { containerDefinitions = [] } = (running ?? base).taskDefinition;
  const ours = containerDefinitions.filter(({ name = '' }) => change.containers.includes(name));
  return [...new Set(ours.flatMap(({ image }) => image ?? []))];
}

/** The revision that was chosen, registered where there is none yet. */
export async function revisionToRun(
  choice: RevisionChoice,
  origin: Origin,
  effects: HistoryEffects,
): Promise<RevisionToRun> {
  const { log } = effects;
  const { base, change, existing } = choice;
  const { containers } = change;
  const name = nameOfBase(base);
  tellDifferences(choice, log);
  const told = tellChange(choice, log);
  let newest = latestOf(base)?.taskDefinition.revision ?? 0;
  const again = async () => {
    const refusal = lossOf(base, change);
    if (refusal) throw new EcsCdError('rejected', `${refusal.message}; nothing was changed`, refusal);
    const made = await registerRevision(withOrigin(withChange(base, change), origin), newest, effects);
    newest = made.revision ?? newest;
    return arnOf(made);
  };
  if (existing !== undefined) {
    const why = base.isAsked ? asItIs : `runs this ${told ? 'image with these values' : 'image'} already`;
    log.line(`revision    ${familyRevisionOf(existing)} ${why}: none registered`);
    return { taskDefinition: existing, containers, ...(!base.isAsked && { again }) };
  }
  if (base.blank.length > 0) {
    const blank = base.blank.join(', ');
    log.line(
      base.file
        ? `            ${name} has empty ${blank}, which AWS refuses: left out`
        : `            ${name} has fields that this version of ecs-cd does not know; they are empty, so nothing is lost: ${blank}`,
    );
  }
  const taskDefinition = await again();
  log.line(
    `revision    ${familyRevisionOf(taskDefinition)} registered, from ${name}: image of ${containers.join(', ')}`,
  );
  return { taskDefinition, containers, again };
}

const asItIs = 'is deployed as it is (ECS_CD_TO), without STAGE and values of this job';

function tellDifferences({ base, running, differences }: RevisionChoice, log: JobLog): void {
  if (differences.length === 0) return;
  const current = familyRevisionOf(running ? arnOf(running.taskDefinition) : '');
  // Into a revision that was asked for no image is put: its own counts among the differences.
  const how = base.isAsked ? '' : ', in more than the image';
  const text = `differs from ${current}, which the service runs${how}: ${differences.join(', ')}`;
  if (base.file ?? base.isAsked) log.line(`base        ${nameOfBase(base)} ${text}`);
  else log.warning(`the latest revision ${nameOfBase(base)} ${text}`);
}

/** What a deployment changes beside the image; answers whether the job sets values. */
function tellChange({ base, running, change }: RevisionChoice, log: JobLog): boolean {
  const { containers, stage, values = {} } = change;
  const { taskDefinition: before } = running ?? base;
  const told = valuesTextOf(values, before, containers);
  if (told !== undefined) log.line(`values      ${told}`);
  const renamed = stage === undefined ? undefined : renamedPrefixesOf(before, stage);
  if (renamed !== undefined)
    log.line(`logs        awslogs-stream-prefix becomes ${stage ?? ''} (STAGE), was ${renamed}`);
  return told !== undefined;
}

function arnOf({ taskDefinitionArn }: TaskDefinition): string {
  if (taskDefinitionArn !== undefined) return taskDefinitionArn;
  throw new EcsCdError('needs-attention', 'ECS answered a task definition without an ARN');
}
