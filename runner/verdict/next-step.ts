import { familyRevisionOf } from '../names/arn';
import type { RollbackPolicy } from '../recovery/rollback-policy';
import type { Ending } from '../rollout/state/ending';

/** What somebody who has to look after a service runs or presses now, after a deployment of `name` (`web:7`). */
export function nextStepOf(ending: Ending, policy: RollbackPolicy, name: string): string {
  switch (ending.kind) {
    case 'lost-sight':
      return 'run the job again once AWS lets it look: it follows the deployment and starts no other';
    case 'short-of-tasks':
      return `run the job again when the tasks are there: it checks that ${name} serves`;
    case 'empty':
      return `${countFixOf(ending)}, then run the job again`;
    case 'service-gone':
      return 'create the service again (terraform apply), then run the job again';
    default:
      return afterFailure(policy, name);
  }
}

/** A DAEMON service has no desired count of its own: it runs one task for each container instance (AWS docs). */
export function countFixOf({ service }: Ending): string {
  return service?.schedulingStrategy === 'DAEMON'
    ? 'add container instances to the cluster'
    : 'set the desired count of the service';
}

function afterFailure(policy: RollbackPolicy, name: string): string {
  switch (policy.kind) {
    case 'back-to': {
      const target = familyRevisionOf(policy.target.taskDefinition);
      return `run the rollback job with ECS_CD_TO=${target} (ecs-cd rollback --to ${target})`;
    }
    case 'by-hand': {
      const from = familyRevisionOf(policy.from);
      return `run the rollback job with ECS_CD_TO set to a revision that served before, or to ${from}, which it came from`;
    }
    case 'serving':
      return `run the rollback job, or deploy a commit that corrects ${name}`;
    case 'off':
    case 'no-target':
    case 'going-back':
      return `deploy a commit that corrects ${name}, or run the rollback job with ECS_CD_TO set to a revision that served before`;
  }
}
