import type { Deployment, DeploymentConfiguration, Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import { holdIn } from '../../../runner/rollout/state/hold';
import type { Phase } from '../../../runner/rollout/state/rollout-state';
import { followed } from '../follow-states';

export const minutes = (count: number) => count * 60_000;
export const ours: Deployment = {
  id: followed.deploymentId,
  status: 'PRIMARY',
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
};
export const before: Deployment = { id: 'ecs-svc/1', status: 'ACTIVE', desiredCount: 0, runningCount: 0 };
export const draining: Deployment = { ...before, runningCount: 2 };

export interface Seen {
  readonly deployments?: readonly Deployment[];
  readonly configuration?: DeploymentConfiguration;
  readonly record?: ServiceDeployment;
  readonly phase?: Phase;
  readonly loadBalancers?: Service['loadBalancers'];
}

export const readingOf = ({ deployments = [ours], configuration, record, loadBalancers }: Seen) => ({
  service: {
    status: 'ACTIVE',
    deployments: [...deployments],
    ...(configuration ? { deploymentConfiguration: configuration } : {}),
    ...(loadBalancers ? { loadBalancers } : {}),
  },
  ...(record ? { serviceDeployment: record } : {}),
});
export const holdOf = ({ phase = 'in-progress', ...seen }: Seen) => holdIn(followed, readingOf(seen), phase);
export const balanced = [{ targetGroupArn: 'targetgroup/web/1' }];
const listener = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/web/1/2';
export const networked = [{ ...balanced[0], advancedConfiguration: { productionListenerRule: listener } }];
export const bakes = { bakeTimeInMinutes: 10 };
export const alarms = { alarmNames: ['errors'], enable: true, rollback: true };
export const shifting = (configuration: DeploymentConfiguration, weight?: number, stage?: string) => ({
  configuration,
  record: {
    ...(stage ? { lifecycleStage: stage as 'BAKE_TIME' } : {}),
    ...(weight === undefined ? {} : { targetServiceRevision: { requestedProductionTrafficWeight: weight } }),
  },
});
