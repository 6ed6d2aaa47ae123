import Table from 'cli-table3';
import { exitCodes } from '../../runner/errors';
import { said } from '../said';
import { busiestMinuteOf } from './calls';
import { healthyReleasesUndone, liesOf, type Facts } from './verdict-invariants';
import { play, type Played } from './play';
import type { ScenarioFile } from './scenario-files';
import { waiterRunOf, type WaiterRun } from './sdk-waiter-baseline';

/** One scenario, and how two who follow the same rollout speak of it. */
export interface Row {
  readonly name: string;
  readonly ours: {
    readonly verdict: string;
    readonly lies: readonly string[];
    /** Why the release that it undid was a healthy one. */
    readonly undone: readonly string[];
    /** From the update to the verdict; absent where nothing was updated. */
    readonly seconds?: number;
    /** From the first task that failed until the log said why. */
    readonly causeSeconds?: number;
    /** From the update until ECS was asked to roll back. */
    readonly givenUpSeconds?: number;
    readonly calls: number;
    readonly busiestMinute: number;
  };
  /** Absent where there is no rollout that somebody else could follow. */
  readonly waiter?: WaiterRun;
}

export async function rowOf({ name, scenario }: Pick<ScenarioFile, 'name' | 'scenario'>): Promise<Row> {
  const played = await play(scenario);
  const { facts, calls, updatedAt } = played;
  const waiter = updatedAt === undefined ? undefined : await waiterRunOf(scenario);
  return {
    name,
    ours: {
      verdict: `${facts.dotenv['ECS_CD_VERDICT'] ?? 'none'} (${facts.exitCode})`,
      lies: liesOf(facts),
      undone: [
        ...healthyReleasesUndone(facts),
        ...(isMendedLater(played, scenario) ? [] : givenUpTooSoon(facts, waiter)),
      ],
      ...secondsOf(played),
      calls: calls.length,
      busiestMinute: busiestMinuteOf(calls, updatedAt),
    },
    ...(waiter ? { waiter } : {}),
  };
}

/** What somebody puts right after the verdict tells nothing of whether the release was healthy. */
function isMendedLater(
  { updatedAt = 0, endedAt }: Played,
  { during = {} }: ScenarioFile['scenario'],
): boolean {
  return Object.keys(during).some((seconds) => updatedAt + Number(seconds) * 1000 > endedAt);
}

/** Given up for its failures, not for its time, though ECS alone brings it up. */
function givenUpTooSoon(
  { changes, answers = [], testAnswers = [], exitCode, log }: Facts,
  waiter: WaiterRun | undefined,
): string[] {
  if (exitCode === exitCodes.succeeded) return [];
  const isUndone = changes.includes('StopServiceDeployment') || oftenIn(changes, 'UpdateService') > 1;
  const isLate = log.includes(said.timeIsOver);
  const isWrong = [...answers, ...testAnswers].some((status) => status !== 200);
  return isUndone && !isLate && !isWrong && waiter?.servesInTheEnd
    ? ['it was given up, but serves when it is left alone']
    : [];
}

const oftenIn = (changes: readonly string[], one: string) => changes.filter((each) => each === one).length;

function secondsOf({ updatedAt, endedAt, failures: [firstFailure], causeAt, calls }: Played) {
  const stop = calls.find(({ operation }) => operation === 'StopServiceDeployment');
  return {
    ...(updatedAt === undefined || !stop ? {} : { givenUpSeconds: (stop.at - updatedAt) / 1000 }),
    ...(updatedAt === undefined ? {} : { seconds: (endedAt - updatedAt) / 1000 }),
    ...(firstFailure === undefined || causeAt === undefined
      ? {}
      : { causeSeconds: (causeAt - firstFailure) / 1000 }),
  };
}

export interface TruthTable {
  readonly text: string;
  readonly exitCode: 0 | 1;
}

/** Reads without colours, on a terminal of 120 columns. */
export function truthTableOf(rows: readonly Row[]): TruthTable {
  const table = new Table({
    head: ['scenario', 'ecs-cd says', 's', 'cause', 'gave up', 'breaker', 'calls', 'waiter says', 's', ''],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'left', 'right', 'left'],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    chars: { ...noLines, middle: '  ' },
  });
  for (const { name, ours, waiter } of rows) {
    const lies = [...(ours.lies.length > 0 ? ['OURS'] : []), ...(waiter?.lies.length ? ['lie'] : [])];
    table.push([
      ...[name, ours.verdict, shown(ours.seconds), shown(ours.causeSeconds)],
      ...[shown(ours.givenUpSeconds), shown(waiter?.breakerSeconds)],
      `${ours.calls}/${String(ours.busiestMinute).padStart(2)}`,
      ...[waiter?.conclusion ?? '-', shown(waiter?.seconds), lies.join(' ')],
    ]);
  }
  const wrong = rows.filter(({ ours: { lies, undone } }) => lies.length + undone.length > 0);
  return {
    text: [
      table.toString().replace(/ +$/gm, ''),
      legend,
      ...wrong.flatMap(({ name, ours }) => [
        ...ours.lies.map((lie) => `ecs-cd lies in ${name}: ${lie}`),
        ...ours.undone.map((why) => `ecs-cd undoes a healthy release in ${name}: ${why}`),
      ]),
      ...totalsOf(rows),
    ].join('\n'),
    exitCode: wrong.length > 0 ? 1 : 0,
  };
}

/** Lines between a hundred rows help nobody. */
const noLines = Object.fromEntries(
  ['top', 'mid', 'bottom']
    .flatMap((line) => [line, `${line}-mid`, `${line}-left`, `${line}-right`])
    .concat(['left', 'left-mid', 'right', 'right-mid', 'mid-mid'])
    .map((name) => [name, '']),
);

const legend = `
s          seconds of ECS time from UpdateService to the verdict
cause      from the first task that failed until the log of ecs-cd said why
gave up    from UpdateService until ecs-cd asked ECS to roll back
breaker    from UpdateService until the circuit breaker of ECS triggered, where it was on and left to itself
calls      AWS calls of ecs-cd in all, and in the busiest minute after UpdateService
waiter     waitUntilServicesStable of the AWS SDK on the same rollout; a lie is a SUCCESS that is none
`;

function totalsOf(rows: readonly Row[]): string[] {
  const twins = rows.filter(({ waiter }) => waiter);
  const ourLies = rows.filter(({ ours }) => ours.lies.length > 0).length;
  const itsLies = twins.filter(({ waiter }) => waiter && waiter.lies.length > 0).length;
  const undone = rows.filter(({ ours }) => ours.undone.length > 0).length;
  const calledFailed = twins.filter(
    ({ waiter }) => waiter?.servesInTheEnd && ['TIMEOUT', 'FAILURE', 'hangs'].includes(waiter.conclusion),
  ).length;
  const lost = twins.map(({ ours, waiter }) => Math.max(0, (waiter?.seconds ?? 0) - (ours.seconds ?? 0)));
  const minutes = Math.round(lost.reduce((sum, seconds) => sum + seconds, 0) / 60);
  const later = lost.filter((seconds) => seconds > 0).length;
  return [
    `lies told: ecs-cd ${ourLies}, waitUntilServicesStable ${itsLies}`,
    `minutes lost: ${minutes}, by waitUntilServicesStable in the ${later} scenarios where it concluded later than ecs-cd`,
    `ecs-cd: ${undone} healthy releases undone in ${rows.length} scenarios; waitUntilServicesStable: ${calledFailed} called failed in ${twins.length} scenarios`,
    `ecs-cd: ${ourLies} lies in ${rows.length} scenarios; waitUntilServicesStable: ${itsLies} lies in ${twins.length} scenarios`,
  ];
}

const shown = (seconds: number | undefined): string => (seconds === undefined ? '-' : seconds.toFixed(0));
