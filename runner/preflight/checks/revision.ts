import type { Repository } from '../../names/image-reference';
import type { RevisionChoice } from '../../release/revision-to-run';
import { leftContainersOf } from '../../task-definition/image-containers';
import { lossOf } from '../../task-definition/task-definition';
import { errorOf, warningOf, type Found } from '../evidence/finding';

/** Whether the next revision can be registered without losing something. */
export function registrable({ base, existing, change }: RevisionChoice): Found {
  const loss = existing === undefined ? lossOf(base, change) : undefined;
  return loss && errorOf('TASK_FAMILY', loss.message, loss.fix);
}

/** One commit builds one image: a container that stays on an older one may not fit the others any more. */
export function leftContainers({ base, change }: RevisionChoice, repository: Repository): Found {
  return leftContainersOf(base.taskDefinition, repository, change).map(({ name, image }) =>
    warningOf(
      'ECS_CD_CONTAINER',
      `container ${name} keeps ${image}: only ${change.containers.join(', ')} gets the new image of this repository`,
      `nothing, if that is meant; else add ${name} to ECS_CD_CONTAINER: ${[...change.containers, name].join(',')}`,
    ),
  );
}
