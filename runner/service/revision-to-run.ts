import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';
import type { DeploySettings } from '../contract/settings';
import { EcsCdError } from '../errors';
import type { JobLog } from '../report/job-log';
import { familyRevisionOf } from './arn';
import type { Ecs } from './ecs';
import { containerOf, differencesOf, isChanged, withChange, type DescribedRevision } from './task-definition';

export interface RevisionToRun {
  /** ARN */
  readonly taskDefinition: string;
  /** Name of the container that gets the image. */
  readonly container: string;
  /** What that container runs now, by the revision of the service; undefined where that has no such container. */
  readonly runningImage: string | undefined;
  /** Registers the same once more; answers the ARN. */
  readonly again: () => Promise<string>;
}

interface Effects {
  readonly ecs: Ecs;
  readonly log: JobLog;
}

/**
 * The latest ACTIVE revision of TASK_FAMILY with this image and this STAGE; registered only if neither it nor the
 * revision that the service runs is that already (stages may share a family).
 */
export async function revisionToRun(
  settings: DeploySettings,
  image: string,
  service: Service,
  effects: Effects,
): Promise<RevisionToRun> {
  const { ecs, log } = effects;
  const base = await ecs.describeTaskDefinition(settings.family);
  const baseArn = arnOf(base.taskDefinition);
  const container = containerOf(base.taskDefinition, settings.repository, settings.container);
  const change = { container, image, stage: settings.stage };
  const again = async () => {
    if (base.lost.length > 0) throw wouldLose(base);
    return arnOf(await ecs.registerTaskDefinition(withChange(base, change)));
  };

  const running = await runningRevision(baseArn, service, ecs);
  const runningImage = imageIn(running ?? base, container);
  const differences = running ? differencesOf(running.taskDefinition, base.taskDefinition, change) : [];
  if (running && differences.length > 0) {
    const [latest, current] = [baseArn, arnOf(running.taskDefinition)].map(familyRevisionOf);
    log.warning(
      `the latest revision ${latest} differs from ${current}, which the service runs, in more than the image: ${differences.join(', ')}`,
    );
  }
  const candidates = running && differences.length === 0 ? [running, base] : [base];
  const same = candidates.find((each) => !isChanged(each, change));
  if (same) {
    const taskDefinition = arnOf(same.taskDefinition);
    log.line(`revision    ${familyRevisionOf(taskDefinition)} runs this image already: none registered`);
    return { taskDefinition, container, runningImage, again };
  }
  const taskDefinition = await again();
  log.line(
    `revision    ${familyRevisionOf(taskDefinition)} registered, from ${familyRevisionOf(baseArn)}: image of ${container}`,
  );
  return { taskDefinition, container, runningImage, again };
}

/** The revision that the service runs, where that is not the base itself. */
async function runningRevision(
  baseArn: string,
  service: Service,
  ecs: Ecs,
): Promise<DescribedRevision | undefined> {
  const running = service.taskDefinition;
  return running === undefined || running === baseArn ? undefined : ecs.describeTaskDefinition(running);
}

function imageIn({ taskDefinition }: DescribedRevision, container: string): string | undefined {
  return taskDefinition.containerDefinitions?.find(({ name }) => name === container)?.image;
}

function wouldLose({ taskDefinition, lost }: DescribedRevision): EcsCdError {
  const name = familyRevisionOf(arnOf(taskDefinition));
  return new EcsCdError(
    'rejected',
    `${name} has fields that this version of ecs-cd does not know and would lose: ${lost.join(', ')}; nothing was changed`,
    { fix: 'use a newer version of ecs-cd, or register a revision without these fields' },
  );
}

function arnOf({ taskDefinitionArn }: TaskDefinition): string {
  if (taskDefinitionArn !== undefined) return taskDefinitionArn;
  throw new EcsCdError('needs-attention', 'ECS answered a task definition without an ARN');
}
