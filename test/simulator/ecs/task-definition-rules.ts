import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { awsError } from '../api';
import { errorTexts } from '../texts';

/** Fargate's sizes: memory in MiB by CPU units. (AWS docs) */
const fargateMemory: Readonly<Record<string, readonly [least: number, most: number, step: number]>> = {
  '512': [1024, 4096, 1024],
  '1024': [2048, 8192, 1024],
  '2048': [4096, 16384, 1024],
  '4096': [8192, 30720, 1024],
  '8192': [16384, 61440, 4096],
  '16384': [32768, 122880, 8192],
};
const smallestFargateMemory: readonly number[] = [512, 1024, 2048];

export function refuseUnsuitable(input: RegisterTaskDefinitionRequest): void {
  const refuse = (message: string) => {
    throw awsError('ClientException', message);
  };
  const { family = '', containerDefinitions = [], tags, requiresCompatibilities = [] } = input;
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(family)) refuse('Family contains invalid characters.');
  if (tags?.length === 0) refuse(errorTexts.emptyTags);
  if (tags?.some(({ key = '' }) => key.startsWith('aws:'))) refuse('Tag keys cannot start with aws:.');
  if (containerDefinitions.length === 0) refuse('Container definitions should not be empty.');
  const names = containerDefinitions.map(({ name }) => name);
  for (const { name, image, essential } of containerDefinitions) {
    if (!name) refuse('Container.name should not be null or empty.');
    if (!image) refuse('Container.image should not be null or empty.');
    if (essential !== false) continue;
  }
  if (new Set(names).size < names.length) refuse('Container names must be unique.');
  if (containerDefinitions.every(({ essential }) => essential === false)) {
    refuse('At least one container must be essential.');
  }
  if (requiresCompatibilities.includes('FARGATE'))
    refuseUnsuitableForFargate(input, containerDefinitions, refuse);
}

function refuseUnsuitableForFargate(
  input: RegisterTaskDefinitionRequest,
  containers: readonly ContainerDefinition[],
  refuse: (message: string) => void,
) {
  const { cpu = '', memory = '', networkMode, executionRoleArn } = input;
  if (networkMode !== 'awsvpc') refuse('Fargate only supports network mode ‘awsvpc’.');
  if (!isFargateSize(cpu, Number(memory))) refuse(errorTexts.noFargateConfiguration);
  for (const { image = '', logConfiguration } of containers) {
    if (/\.dkr\.ecr\./.test(image) && !executionRoleArn) refuse(errorTexts.executionRoleForEcr);
    if (logConfiguration?.logDriver !== 'awslogs') continue;
    if (!executionRoleArn) refuse(errorTexts.executionRoleForAwslogs);
    for (const option of ['awslogs-group', 'awslogs-region', 'awslogs-stream-prefix']) {
      if (!logConfiguration.options?.[option]) {
        refuse(
          `Log driver awslogs requires options: awslogs-region, awslogs-group, awslogs-stream-prefix. Missing: ${option}`,
        );
      }
    }
  }
}

function isFargateSize(cpu: string, memory: number): boolean {
  if (cpu === '256') return smallestFargateMemory.includes(memory);
  const [least, most, step] = fargateMemory[cpu] ?? [Infinity, 0, 1];
  return memory >= least && memory <= most && (memory - least) % step === 0;
}

type Definition = Omit<RegisterTaskDefinitionRequest, 'tags'>;

/** What AWS adds to a definition that is silent about it. (AWS docs) */
export function withDefaults(definition: Definition): Definition {
  return {
    volumes: [],
    placementConstraints: [],
    ...definition,
    containerDefinitions: (definition.containerDefinitions ?? []).map((container) => ({
      cpu: 0,
      essential: true,
      environment: [],
      mountPoints: [],
      volumesFrom: [],
      systemControls: [],
      ...container,
      portMappings: (container.portMappings ?? []).map((mapping) => ({
        protocol: 'tcp' as const,
        ...(definition.networkMode === 'awsvpc' && mapping.containerPort !== undefined
          ? { hostPort: mapping.containerPort }
          : {}),
        ...mapping,
      })),
    })),
  };
}
