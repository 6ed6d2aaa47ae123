import type { ContainerDefinition, RegisterTaskDefinitionRequest, Tag } from '@aws-sdk/client-ecs';
import { awsError } from '../../api';
import { errorTexts } from '../../texts';
import { cpuUnits, mebibytes } from './sizes';

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
  const { family = '', containerDefinitions: containers = [], tags, requiresCompatibilities = [] } = input;
  refuseIf(!/^[A-Za-z0-9_-]{1,255}$/.test(family), errorTexts.family);
  if (tags) refuseUnsuitableTags(tags);
  refuseIf(containers.length === 0, errorTexts.noContainer);
  for (const { name = '', image, memory, memoryReservation } of containers) {
    refuseIf(!name, errorTexts.containerMember('name'));
    refuseIf(!image, errorTexts.containerMember('image'));
    refuseIf(!(input.memory ?? memory ?? memoryReservation), errorTexts.noMemory(name));
  }
  refuseIf(new Set(containers.map(({ name }) => name)).size < containers.length, errorTexts.containerNames);
  refuseIf(
    containers.every(({ essential }) => essential === false),
    errorTexts.noEssential,
  );
  if (requiresCompatibilities.includes('FARGATE')) refuseUnsuitableForFargate(input, containers);
}

/** (AWS docs, tag restrictions) */
const tagText = /^[\p{L}\p{N}\p{Z}+\-=._:/@]*$/u;

function refuseUnsuitableTags(tags: readonly Tag[]): void {
  refuseIf(tags.length === 0, errorTexts.emptyTags);
  refuseIf(tags.length > 50, errorTexts.tooMany('Tags', 50));
  for (const { key = '', value = '' } of tags) {
    refuseIf(/^aws:/i.test(key), errorTexts.awsTag);
    refuseIf(!tagText.test(key) || key === '' || key.length > 128, errorTexts.tooLong('A tag key', 128));
    refuseIf(!tagText.test(value) || value.length > 256, errorTexts.tooLong('A tag value', 256));
  }
  refuseIf(new Set(tags.map(({ key }) => key)).size < tags.length, errorTexts.sameTags);
}

function refuseUnsuitableForFargate(
  { cpu = '', memory = '', networkMode, executionRoleArn }: RegisterTaskDefinitionRequest,
  containers: readonly ContainerDefinition[],
) {
  refuseIf(networkMode !== 'awsvpc', errorTexts.fargateNetworkMode);
  refuseIf(!isFargateSize(cpuUnits(cpu), Number(mebibytes(memory))), errorTexts.noFargateConfiguration);
  for (const { image = '', logConfiguration } of containers) {
    refuseIf(/\.dkr\.ecr\./.test(image) && !executionRoleArn, errorTexts.executionRoleForEcr);
    if (logConfiguration?.logDriver !== 'awslogs') continue;
    refuseIf(!executionRoleArn, errorTexts.executionRoleForAwslogs);
    for (const option of ['awslogs-group', 'awslogs-region', 'awslogs-stream-prefix']) {
      refuseIf(!logConfiguration.options?.[option], errorTexts.awslogsOption(option));
    }
  }
}

function refuseIf(isWrong: boolean, message: string): void {
  if (isWrong) throw awsError('ClientException', message);
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
    ...(definition.cpu === undefined ? {} : { cpu: cpuUnits(definition.cpu) }),
    ...(definition.memory === undefined ? {} : { memory: mebibytes(definition.memory) }),
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
