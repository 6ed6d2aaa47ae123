import type { Followed } from '../ecs/deployments';
import { deployedRevisions } from '../ecs/history';
import { isChanged } from '../task-definition/task-definition';
import type { ReleaseEffects } from './release';
import type { RevisionChoice } from './revision-to-run';

/** ARN of the revision that runs the image: what the service runs, whatever the family has got since; else the latest. */
export function revisionOfImage({ running, existing, change }: RevisionChoice): string | undefined {
  return running && !isChanged(running, change) ? running.taskDefinition.taskDefinitionArn : existing;
}

interface Sought {
  readonly taskDefinition: string | undefined;
  /** Beats the revision. */
  readonly deploymentId: string | undefined;
}

/** The newest deployment that the history of the service has of it, and how it stands there. */
export async function deploymentOf(
  { taskDefinition, deploymentId }: Sought,
  effects: ReleaseEffects,
): Promise<{ readonly followed: Followed; readonly status: string } | undefined> {
  if (taskDefinition === undefined && deploymentId === undefined) return undefined;
  for await (const deployed of deployedRevisions(effects)) {
    const { status = 'in no known state', createdAt } = deployed;
    const isOfRevision = deploymentId === undefined && deployed.taskDefinition === taskDefinition;
    if (isOfRevision || deployed.deploymentId === deploymentId)
      return createdAt && { followed: { ...deployed, createdAt }, status };
  }
  return undefined;
}
