import type { Deployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { Followed } from '../../../runner/ecs/deployments';
import { rolloutStateOf } from '../../../runner/rollout/state/rollout-state';

const start = Date.UTC(2026, 0, 1);
export const at = (seconds: number) => new Date(start + seconds * 1000);
export const followed: Followed = {
  deploymentId: 'ecs-svc/2',
  taskDefinition: 'app:2',
  createdAt: at(0),
};

export const ours: Deployment = {
  id: 'ecs-svc/2',
  status: 'PRIMARY',
  taskDefinition: 'app:2',
  createdAt: at(0),
  rolloutState: 'IN_PROGRESS',
};
export const before: Deployment = {
  id: 'ecs-svc/1',
  status: 'ACTIVE',
  taskDefinition: 'app:1',
  createdAt: at(-900),
  updatedAt: at(-800),
  rolloutState: 'COMPLETED',
};
export const others: Deployment = {
  id: 'ecs-svc/3',
  status: 'PRIMARY',
  taskDefinition: 'app:3',
  createdAt: at(60),
  rolloutState: 'IN_PROGRESS',
};
export const service = (...deployments: Deployment[]): Service => ({ status: 'ACTIVE', deployments });
export const phase = (deployments: Deployment[], serviceDeployment?: ServiceDeployment) =>
  rolloutStateOf(followed, { service: service(...deployments), serviceDeployment }).phase;
export const reason = (serviceDeployment: ServiceDeployment) => {
  const rollout = rolloutStateOf(followed, { service: service(ours, before), serviceDeployment });
  return 'reason' in rollout ? rollout.reason : '';
};
