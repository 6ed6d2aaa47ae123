import { type Check, type Checked, shown } from './check';

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

const vcpus = /^(\d*\.?\d+) ?vcpus?$/i;
const gigabytes = /^(\d*\.?\d+) ?gb$/i;

/** `.25 vCPU` is 256 CPU units, `2 gb` is 2048 MiB; a number without a unit is that already. (AWS docs, task size) */
function in1024ths(text: string, unit: RegExp): string {
  const [, number] = unit.exec(text.trim()) ?? [];
  return number === undefined ? text : String(Math.round(Number(number) * 1024));
}

/** As AWS answers what is registered. */
export const cpuUnitsOf = (text: string) => in1024ths(text, vcpus);
export const mebibytesOf = (text: string) => in1024ths(text, gigabytes);

/** A check for a size that is written as a task definition may say it. */
export const sizeOf =
  (inUnits: (text: string) => string, example: string): Check<string> =>
  (text): Checked<string> => {
    const value = inUnits(text);
    return /^[1-9]\d{0,6}$/.test(value)
      ? { value }
      : { message: `${shown(text)} is not a size of a task`, fix: `write ${example}` };
  };

/** Why Fargate has no task of that size; undefined where it has. */
export function sizeMistakeIn(cpu: string, memory: string): string | undefined {
  return isFargateSize(cpu, memory)
    ? undefined
    : `memory ${memory} does not go with cpu ${cpu} (${memoriesOf(cpuUnitsOf(cpu))})`;
}

/** As a task definition says them. */
export function isFargateSize(cpuText: string, memoryText: string): boolean {
  const cpu = cpuUnitsOf(cpuText);
  const memory = Number(mebibytesOf(memoryText));
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
