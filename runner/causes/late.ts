import type { Cause } from './cause';

/** Tasks that a deadline found neither healthy nor failed. */
interface LateTasks {
  /** `2 tasks of web:2 are` */
  readonly tasks: string;
  readonly isRunning: boolean;
  /** What they wait for, as the log says it: `pulling the image`, `target health: initial`. */
  readonly waitFor: string;
}

const moreTime = 'give ECS_CD_TIMEOUT more time if the release only needs longer to start';
const routes = 'over a NAT gateway or VPC endpoints';

/** By what is waited for; the first that fits. */
const fixes: readonly (readonly [RegExp, string])[] = [
  [/pulling/, `check that the subnets of the service SERVICE_NAME reach ECR and S3 ${routes}; ${moreTime}`],
  [
    /capacity/,
    `let the capacity provider of the cluster CLUSTER_NAME add container instances, or lower cpu and memory in the task definition TASK_FAMILY; ${moreTime}`,
  ],
  [
    /secrets/,
    `check that the subnets and security groups of the service SERVICE_NAME reach ECR, Secrets Manager, Systems Manager and CloudWatch Logs ${routes}; ${moreTime}`,
  ],
  [
    /container health/,
    `see in its log what it waits for and what healthCheck.command in the task definition TASK_FAMILY needs; ${moreTime}`,
  ],
  [
    /target health/,
    `see in its log what it waits for, and check that it answers the health check path of its target group; ${moreTime}`,
  ],
];

/** Never definitive: nothing has failed yet. */
export function lateCause({ tasks, isRunning, waitFor }: LateTasks): Cause {
  const state = isRunning ? 'still not healthy' : 'still pending';
  return {
    id: isRunning ? 'never-healthy' : 'still-pending',
    explanation: `${tasks} ${state}: ${waitFor}`,
    fix: fixes.find(([about]) => about.test(waitFor))?.[1] ?? moreTime,
    fault: 'release',
  };
}
