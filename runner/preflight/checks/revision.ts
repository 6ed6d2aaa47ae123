import type { Repository } from '../../names/image-reference';
import { familyRevisionOf } from '../../names/arn';
import type { RevisionChoice } from '../../release/revision-to-run';
import { leftContainersOf } from '../../task-definition/image-containers';
import { lossOf } from '../../task-definition/task-definition';
import { isOnFargate, type PreflightEvidence } from '../evidence/evidence';
import { errorOf, warningOf, type Found } from '../evidence/finding';

/** Whether the next revision can be registered without losing something. */
export function registrable({ base, existing, change }: RevisionChoice): Found {
  const loss = existing === undefined ? lossOf(base, change) : undefined;
  return loss && errorOf('TASK_FAMILY', loss.message, loss.fix);
}

/** One commit builds one image: a container that stays on an older one may not fit the others any more. */
export function leftContainers({ base, change }: RevisionChoice, repository: Repository): Found {
  return leftContainersOf(base.taskDefinition, repository, change).map(({ name, image }) =>
    warningOf(
      'ECS_CD_CONTAINER',
      `container ${name} keeps ${image}: only ${change.containers.join(', ')} gets the new image of this repository`,
      `nothing, if that is meant; else add ${name} to ECS_CD_CONTAINER: ${[...change.containers, name].join(',')}`,
    ),
  );
}

/** Fargate's sizes: memory in MiB by CPU units. (AWS docs, task size) */
const memoryOf: Readonly<Record<string, Record<'least' | 'most' | 'step', number>>> = {
  '512': { least: 1_024, most: 4_096, step: 1_024 },
  '1024': { least: 2_048, most: 8_192, step: 1_024 },
  '2048': { least: 4_096, most: 16_384, step: 1_024 },
  '4096': { least: 8_192, most: 30_720, step: 1_024 },
  '8192': { least: 16_384, most: 61_440, step: 4_096 },
  '16384': { least: 32_768, most: 122_880, step: 8_192 },
};
const memoryOf256: readonly number[] = [512, 1_024, 2_048];

/**
 * Whether the task definition fits Fargate. `compatibilities` is AWS's own word on it, given when the revision was
 * registered, and beats this table, which AWS may have extended; the table says what is wrong.
 */
export function fargateSize({ release, service, definition }: PreflightEvidence): Found {
  const { compatibilities = [], taskDefinitionArn = '' } = release.choice.base.taskDefinition;
  if (isOnFargate(service) !== true || compatibilities.includes('FARGATE')) return undefined;
  const why = reasonOf(definition);
  const subject = 'task size';
  const name = familyRevisionOf(taskDefinitionArn);
  const change = why ? 'correct that' : 'set cpu, memory and networkMode awsvpc';
  const fix = `${change}, and add FARGATE to requiresCompatibilities of the task definition`;
  if (compatibilities.length > 0) {
    const reason = why ? `: ${why}` : '';
    return errorOf(subject, `the service runs on Fargate, which ${name} is not made for${reason}`, fix);
  }
  return why ? warningOf(subject, `Fargate may refuse ${name}: ${why}`, fix) : undefined;
}

function reasonOf({ cpu, memory, networkMode }: PreflightEvidence['definition']): string | undefined {
  if (networkMode !== 'awsvpc') return `its networkMode is ${networkMode ?? 'bridge'}, not awsvpc`;
  if (!cpu || !memory) return 'it has no cpu and memory for the whole task';
  if (isFargateSize(cpu, memory)) return undefined;
  return `memory ${memory} does not go with cpu ${cpu} (${memoriesOf(in1024ths(cpu, vcpus))})`;
}

const vcpus = /^(\d*\.?\d+) ?vcpus?$/i;
const gigabytes = /^(\d*\.?\d+) ?gb$/i;

/** `.25 vCPU` is 256 CPU units, `2 gb` is 2048 MiB; a number without a unit is that already. (AWS docs, task size) */
function in1024ths(text: string, unit: RegExp): string {
  const [, number] = unit.exec(text.trim()) ?? [];
  return number === undefined ? text : String(Math.round(Number(number) * 1024));
}

/** As a task definition says them. */
export function isFargateSize(cpuText: string, memoryText: string): boolean {
  const cpu = in1024ths(cpuText, vcpus);
  const memory = Number(in1024ths(memoryText, gigabytes));
  if (cpu === '256') return memoryOf256.includes(memory);
  const { least, most, step } = memoryOf[cpu] ?? { least: Infinity, most: 0, step: 1 };
  return memory >= least && memory <= most && (memory - least) % step === 0;
}

function memoriesOf(cpu: string): string {
  if (cpu === '256') return `it takes ${memoryOf256.join(', ')}`;
  const memory = memoryOf[cpu];
  return memory
    ? `it takes ${memory.least} to ${memory.most} in steps of ${memory.step}`
    : `cpu is 256, ${Object.keys(memoryOf).join(', ')}`;
}
