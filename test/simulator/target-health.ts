import type {
  DescribeTargetHealthInput,
  TargetHealth,
  TargetHealthReasonEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { awsError, type Api } from './api';
import { nameOf } from './ecs/arns';
import type { Model, TaskRecord } from './ecs/model';
import { errorTexts } from './texts';

/** Elastic Load Balancing, as far as the health of a target group's targets; every task is a target of its own. */
export const targetHealthApi = (model: Model): Api => ({
  service: 'elasticloadbalancing',
  operations: {
    DescribeTargetHealth({ TargetGroupArn }: DescribeTargetHealthInput) {
      const services = [...model.clusters.values()]
        .flatMap((cluster) => [...cluster.services.values()])
        .filter(({ loadBalancers }) =>
          loadBalancers.some(({ targetGroupArn }) => targetGroupArn === TargetGroupArn),
        );
      if (services.length === 0)
        throw awsError('TargetGroupNotFoundException', errorTexts.targetGroupNotFound);
      const tasks = services.flatMap((service) =>
        [...service.cluster.tasks.values()].filter(({ deployment }) => deployment.service === service),
      );
      return {
        TargetHealthDescriptions: tasks.flatMap((task) => {
          const problem = model.targetProblems.get(nameOf(task.deployment.taskDefinition.arn));
          const health = healthOf(
            task.target === 'healthy' && problem !== undefined
              ? { target: 'unhealthy', targetReason: problem }
              : task,
          );
          const port = task.deployment.service.loadBalancers[0]?.containerPort ?? 80;
          return health
            ? [
                {
                  Target: { Id: task.address, Port: port },
                  HealthCheckPort: String(port),
                  TargetHealth: health,
                },
              ]
            : [];
        }),
      };
    },
  },
});

function healthOf({
  target,
  targetReason = '',
}: Pick<TaskRecord, 'target' | 'targetReason'>): TargetHealth | undefined {
  switch (target) {
    case 'none':
      return undefined;
    case 'healthy':
      return { State: 'healthy' };
    case 'initial':
      return {
        State: 'initial',
        Reason: 'Elb.InitialHealthChecking',
        Description: 'Initial health checks in progress',
      };
    case 'draining':
      return {
        State: 'draining',
        Reason: 'Target.DeregistrationInProgress',
        Description: 'Target deregistration is in progress',
      };
    case 'unhealthy':
      return { State: 'unhealthy', Reason: reasonOf(targetReason), Description: targetReason };
  }
}

/** (AWS docs) the reason code that belongs to the text of the event. */
function reasonOf(text: string): TargetHealthReasonEnum {
  if (/codes/.test(text)) return 'Target.ResponseCodeMismatch';
  return /timed out/i.test(text) ? 'Target.Timeout' : 'Target.FailedHealthChecks';
}
