import type { Service } from '@aws-sdk/client-ecs';
import type { DeploySettings } from '../contract/settings';
import type { JobLog } from '../report/job-log';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from './arn';
import type { Ecs } from './ecs';
import type { Startable } from './start-deployment';
import {
  containerOf,
  differencesOf,
  isChanged,
  withChange,
  type Change,
  type Revision,
} from './task-definition';

export interface RevisionToRun extends Startable {
  /** Name of the container that gets the image. */
  readonly container: string;
}

interface Effects {
  readonly ecs: Ecs;
  readonly log: JobLog;
}

/** The latest ACTIVE revision of TASK_FAMILY with this image and this STAGE; registered only if it is not that already. */
export async function revisionToRun(
  settings: DeploySettings,
  image: string,
  service: Service,
  effects: Effects,
): Promise<RevisionToRun> {
  const { ecs, log } = effects;
  const base = await ecs.describeTaskDefinition(settings.family);
  const baseArn = arnOf(base);
  const container = containerOf(base.taskDefinition, settings.repository, settings.container);
  const change = { container, image, stage: settings.stage };
  await tellDifferences(base, service, change, effects);

  const again = async () => {
    const registered = await ecs.registerTaskDefinition(withChange(base, change));
    return arnOf({ taskDefinition: registered });
  };
  if (!isChanged(base, change)) {
    log.line(`revision    ${familyRevisionOf(baseArn)} runs this image already: none registered`);
    return { taskDefinition: baseArn, container, again };
  }
  const taskDefinition = await again();
  log.line(
    `revision    ${familyRevisionOf(taskDefinition)} registered, from ${familyRevisionOf(baseArn)}: image of ${container}`,
  );
  return { taskDefinition, container, again };
}

function arnOf({ taskDefinition }: Pick<Revision, 'taskDefinition'>): string {
  if (taskDefinition.taskDefinitionArn !== undefined) return taskDefinition.taskDefinitionArn;
  throw new EcsCdError('needs-attention', 'ECS answered a task definition without an ARN');
}

/** Somebody may have registered a revision outside the pipeline: its changes go live with this deployment. */
async function tellDifferences(
  base: Revision,
  service: Service,
  change: Change,
  { ecs, log }: Effects,
): Promise<void> {
  const running = service.taskDefinition;
  if (running === undefined || running === base.taskDefinition.taskDefinitionArn) return;
  const { taskDefinition } = await ecs.describeTaskDefinition(running);
  const differences = differencesOf(taskDefinition, base.taskDefinition, change);
  if (differences.length === 0) return;
  log.warning(
    `the latest revision ${familyRevisionOf(arnOf(base))} differs from ${familyRevisionOf(running)}, which the service runs, in more than the image: ${differences.join(', ')}`,
  );
}
