import type {
  DescribeTargetHealthInput,
  TargetHealth,
  TargetHealthReasonEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { awsError, type Api } from '../api';
import { nameOf } from '../ecs/arns';
import type { Model, Service } from '../ecs/model';
import type { TaskRecord } from '../ecs/tasks/task-record';
import type { TargetRecord } from '../ecs/traffic/targets';
import { errorTexts } from '../texts';

/** Elastic Load Balancing, as far as the health of a target group's targets; every task is a target of its own. */
export const targetHealthApi = (model: Model): Api => ({
  service: 'elasticloadbalancing',
  operations: {
    DescribeTargetHealth({ TargetGroupArn }: DescribeTargetHealthInput) {
      const services = [...model.clusters.values()].flatMap((cluster) => [...cluster.services.values()]);
      if (!services.some((service) => groupsOf(service).includes(TargetGroupArn)))
        throw awsError('TargetGroupNotFoundException', errorTexts.targetGroupNotFound);
      return {
        TargetHealthDescriptions: [...model.clusters.values()]
          .flatMap(({ tasks }) => [...tasks.values()])
          .flatMap((task) => task.targets.map((target) => ({ task, target })))
          .filter(({ target }) => target.group === TargetGroupArn)
          .flatMap(({ task, target }) => descriptionOf(model, task, target)),
      };
    },
  },
});

/** Every target group that the service names. */
export const groupsOf = ({ loadBalancers }: Service): (string | undefined)[] =>
  loadBalancers.flatMap(({ targetGroupArn, advancedConfiguration }) => [
    targetGroupArn,
    advancedConfiguration?.alternateTargetGroupArn,
  ]);

function descriptionOf({ targetProblems }: Model, { deployment, address }: TaskRecord, target: TargetRecord) {
  const problem = targetProblems.get(nameOf(deployment.taskDefinition.arn));
  const isMeant = problem?.target === undefined || [target.group, target.container].includes(problem.target);
  const health = healthOf(
    target.state === 'healthy' && problem && isMeant
      ? { state: 'unhealthy', reason: problem.reason }
      : target,
  );
  const Port = target.port || 80;
  return health
    ? [{ Target: { Id: address, Port }, HealthCheckPort: String(Port), TargetHealth: health }]
    : [];
}

function healthOf({ state, reason = '' }: Pick<TargetRecord, 'state' | 'reason'>): TargetHealth | undefined {
  switch (state) {
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
      return { State: 'unhealthy', Reason: reasonOf(reason), Description: reason };
  }
}

/** (AWS docs) the reason code that belongs to the text of the event. */
function reasonOf(text: string): TargetHealthReasonEnum {
  if (/codes/.test(text)) return 'Target.ResponseCodeMismatch';
  return /timed out/i.test(text) ? 'Target.Timeout' : 'Target.FailedHealthChecks';
}
