import type { TaskDefinition } from '@aws-sdk/client-ecs';

/** A revision of `app` as ECS describes it, with what nobody can register. */
export const described = (containerDefinitions: TaskDefinition['containerDefinitions']): TaskDefinition => ({
  taskDefinitionArn: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/app:7',
  family: 'app',
  revision: 7,
  status: 'ACTIVE',
  registeredBy: 'arn:aws:iam::123456789012:user/ci',
  registeredAt: new Date(0),
  requiresAttributes: [{ name: 'ecs.capability.task-eni' }],
  compatibilities: ['FARGATE'],
  cpu: '256',
  runtimePlatform: { cpuArchitecture: 'ARM64' },
  containerDefinitions,
});
