import Table from 'cli-table3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import type { Simulator } from '../simulator/simulator';
import { buildMeasurements } from './builds';
import { containerStart } from './container';
import { largeServiceCosts } from './large-service';
import { manyServicesMeasurements } from './many-services';
import { medianOf } from './median';
import { millisecondsToExit, millisecondsToFirstRequest, peakMegabytes, programs } from './program';
import { planTime } from './plan-time';
import { waitingTimes } from './rollouts';

/** Measures what a user of the runner waits and pays for; `--json` for programs. */
interface Measurement {
  /** With its unit at the end. */
  readonly key: string;
  readonly label: string;
  readonly value: number;
  /** What the project means to reach. */
  readonly atMost?: number;
}

const rounds = 9;

/** How many times faster than the wall clock the rollout goes that a real process follows. */
const hurry = 10;

// Which Node.js the SDK will want one day is not what is measured here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

void main();

async function main(): Promise<void> {
  const projectDir = mkdtempSync(path.join(tmpdir(), 'ecs-cd-bench-'));
  const fixture = await openServiceFixture();
  try {
    const env = { ...fixture.env, CI_PROJECT_DIR: projectDir };
    const started = await startUps(env);
    const peak = await ticking(fixture, () => peakMegabytes([...programs.bundle, 'deploy'], env));
    const memory = { key: 'peakMemoryMegabytes', label: 'ecs-cd deploy, peak memory (MB)', value: peak };
    const inContainer = await containerStarts(fixture.aws, env);
    const others = [
      ...(await plans()),
      ...(await waits()),
      ...(await large(projectDir)),
      ...(await manyServicesMeasurements(projectDir, ticking)),
      ...(await buildMeasurements()),
    ];
    const measurements = [...started, ...inContainer, { ...memory, atMost: 90 }, ...others];
    console.log(process.argv.includes('--json') ? jsonOf(measurements) : tableOf(measurements));
  } finally {
    await fixture.close();
    rmSync(projectDir, { recursive: true });
  }
}

async function ticking<T>({ aws }: ServiceFixture, run: () => Promise<T>): Promise<T> {
  const ticks = setInterval(() => void aws.clock.sleep(1_000), 1_000 / hurry);
  return run().finally(() => clearInterval(ticks));
}

/** Medians of interleaved runs: what else the machine does meanwhile falls on all of them. */
async function startUps(env: Readonly<Record<string, string>>): Promise<readonly Measurement[]> {
  const { bundle, 'ts-node': tsNode } = programs;
  const rows = [
    { key: 'bareNode', label: 'node -e 0', measure: () => millisecondsToExit(['-e', '0']) },
    ...[
      { way: 'Bundle', spelled: 'bundle', program: bundle },
      { way: 'TsNode', spelled: 'ts-node', program: tsNode },
    ].flatMap(({ way, spelled, program }) => [
      {
        key: `help${way}`,
        label: `ecs-cd --help, ${spelled}`,
        measure: () => millisecondsToExit([...program, '--help']),
      },
      {
        key: `firstAwsRequest${way}`,
        label: `ecs-cd deploy to its first AWS request, ${spelled}`,
        measure: () => millisecondsToFirstRequest([...program, 'deploy'], env),
      },
    ]),
  ].map((row) => ({ ...row, samples: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { samples, measure } of rows) samples.push(await measure());
  }
  const bareMs = medianOf(rows[0]?.samples ?? []);
  return rows.map(({ key, label, samples }) => ({
    key: `${key}Milliseconds`,
    label: `${label} (ms)`,
    value: medianOf(samples),
    ...(key === 'firstAwsRequestBundle' ? { atMost: 3 * bareMs } : {}),
  }));
}

/** Nothing where there is no container engine. */
async function containerStarts(
  aws: Simulator,
  env: Readonly<Record<string, string>>,
): Promise<readonly Measurement[]> {
  const start = await containerStart(aws, env, rounds);
  if (!start) return [];
  return [
    {
      key: 'containerToScriptMilliseconds',
      label: 'docker run of the runner image to the script of the job (ms)',
      value: start.scriptMilliseconds,
    },
    {
      key: 'scriptToFirstAwsRequestMilliseconds',
      label: 'the script of the job to the first AWS request of ecs-cd deploy (ms)',
      value: start.firstRequestMilliseconds,
      atMost: 500,
    },
  ];
}

async function plans(): Promise<readonly Measurement[]> {
  const { milliseconds, calls } = await planTime();
  return [
    {
      key: 'planMilliseconds',
      label: 'ecs-cd plan with its preflight, 20 ms a call (ms)',
      value: milliseconds,
      atMost: 2_000,
    },
    { key: 'planAwsCalls', label: 'AWS calls of it', value: calls, atMost: 20 },
  ];
}

async function waits(): Promise<readonly Measurement[]> {
  const { ecsCd, sdkWaiter } = await waitingTimes();
  return [
    {
      key: 'awsCallsPerMinute',
      label: 'AWS calls a minute while ecs-cd deploy waits',
      value: ecsCd.callsPerMinute,
      atMost: 30,
    },
    {
      key: 'sdkWaiterAwsCallsPerMinute',
      label: 'AWS calls a minute while waitUntilServicesStable waits',
      value: sdkWaiter.callsPerMinute,
    },
    {
      key: 'healthyToEcsCompletedSeconds',
      label: 'from healthy to "completed" of ECS itself (s)',
      value: ecsCd.ecsSeconds,
    },
    {
      key: 'healthyToExitSeconds',
      label: 'from healthy to exit 0 of ecs-cd deploy (s)',
      value: ecsCd.verdictSeconds,
      // Three seconds behind ECS, which is what twelve calls a minute leave.
      atMost: 7,
    },
    {
      key: 'healthyToSdkWaiterSeconds',
      label: 'from healthy to the end of waitUntilServicesStable (s)',
      value: sdkWaiter.verdictSeconds,
    },
  ];
}

/** 500 tasks, 3,000 deployments, 5,000 revisions, 20 MB of log lines. */
async function large(projectDir: string): Promise<readonly Measurement[]> {
  const costs = await largeServiceCosts({ CI_PROJECT_DIR: projectDir }, ticking);
  return [
    {
      key: 'largeServicePeakMemoryMegabytes',
      label: 'ecs-cd deploy that fails to a large service, peak memory (MB)',
      value: costs.megabytes,
      atMost: 120,
    },
    {
      key: 'largeServiceAwsCallsPerMinute',
      label: 'AWS calls a minute while ecs-cd deploy waits for a large service',
      value: costs.callsPerMinute,
      atMost: 12,
    },
    {
      key: 'largeServiceSigtermToExitSeconds',
      label: 'from SIGTERM to the end of ecs-cd deploy to a large service (s)',
      value: costs.secondsToObey,
      atMost: 5,
    },
  ];
}

function jsonOf(measurements: readonly Measurement[]): string {
  return JSON.stringify(Object.fromEntries(measurements.map(({ key, value }) => [key, rounded(value)])));
}

function tableOf(measurements: readonly Measurement[]): string {
  const table = new Table({
    head: ['median', 'result', 'at most', ''],
    colAligns: ['left', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const { label, value, atMost } of measurements) {
    const goal = atMost === undefined ? ['', ''] : [rounded(atMost), value <= atMost ? 'reached' : 'missed'];
    table.push([label, rounded(value), ...goal]);
  }
  return table.toString();
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
