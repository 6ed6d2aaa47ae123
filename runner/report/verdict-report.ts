import type { Outputs } from '../settings/variables/known-names';
import { EcsCdError, exitCodes, type Verdict } from '../errors';
import type { Style } from '../log/job-log';
import { elapsed } from '../log/timeline';
import { familyRevisionOf } from '../names/arn';
import { consoleUrlOf } from './console-url';
import { fixesIn } from './general-fix';
import { problemReportOf, rowsOf } from './problem-report';
import { logTailRowsOf, type Finding } from '../diagnosis/finding';
import { firstHookOf } from '../rollout/state/gate';
import { type Outcome, outcomeOfError, type ServiceOutcome } from '../verdict/outcome';

const findingsShown = 4;

/** What else there is to say of a run. */
export interface RunFacts {
  /** Where its service is. */
  readonly place?:
    { readonly region: string; readonly cluster: string; readonly service: string } | undefined;
  readonly durationMs?: number;
  readonly reminders?: readonly string[];
  readonly tips?: readonly string[];
}

/**
 * The last lines of the job log: what happened, why, what was done about it, what to change, what to do next, and the
 * verdict.
 */
export function verdictReportOf(
  outcome: Outcome,
  exitCode: number,
  { place, durationMs, reminders = [], tips = [] }: RunFacts = {},
): string[] {
  const { services = [], verdict } = outcome;
  const urlOf = (service = place?.service) =>
    place && service ? consoleUrlOf({ ...place, service }, 'deployments') : undefined;
  return [
    // Who has a cause to show stands next to the end, however many were called off for it.
    ...services
      .toSorted((a, b) => causesOf(a) - causesOf(b))
      .flatMap((each) => serviceRowsOf(each, urlOf(each.name))),
    // What became of the services is told for each of them.
    ...(services.length > 0 && outcome.done === undefined
      ? [...rowsOf('happened', [outcome.happened]), ...rowsOf('next', [outcome.next])]
      : outcomeRowsOf(outcome, urlOf())),
    ...rowsOf('duration', [durationMs === undefined ? undefined : elapsed(durationMs)]),
    ...rowsOf('warning', reminders),
    ...rowsOf('tip', tips),
    ...rowsOf('verdict', [`${verdict} (exit ${exitCode})`]),
  ];
}

const causesOf = ({ outcome }: ServiceOutcome) => outcome?.findings.length ?? 0;

function serviceRowsOf({ name, outcome }: ServiceOutcome, consoleUrl: string | undefined): string[] {
  return [
    ...rowsOf('service', [`${name}: ${outcome?.verdict ?? 'not begun, and not changed'}`]),
    ...(outcome ? outcomeRowsOf(outcome, consoleUrl) : []),
    '',
  ];
}

/** A run that failed and left the service well is no alarm. */
const colours: Readonly<Partial<Record<Verdict, Style>>> = {
  succeeded: 'green',
  'rolled-back': 'yellow',
  changes: 'yellow',
  paused: 'yellow',
  superseded: 'yellow',
  cancelled: 'yellow',
  'try-again': 'yellow',
};

/** Colours of the last lines: the verdict as what it means, what was put right in green, the rest plain. */
export const styleOf =
  (verdict: Verdict) =>
  (line: string): Style => {
    if (/^verdict /.test(line)) return colours[verdict] ?? 'red';
    if (/^warning /.test(line)) return 'yellow';
    return /^done /.test(line) && verdict === 'rolled-back' ? 'green' : undefined;
  };

function outcomeRowsOf(outcome: Outcome, consoleUrl: string | undefined): string[] {
  const { happened, findings, done, state = [], next, commit, deploymentId } = outcome;
  const shown = findings.slice(0, findingsShown);
  const more = findings.length - shown.length;
  return [
    ...rowsOf('happened', [happened]),
    ...rowsOf('why', [...shown.flatMap(whyOf), ...(more > 0 ? [`and ${more} more, see above`] : [])]),
    ...rowsOf('done', [done]),
    ...rowsOf('fix', fixesIn({ ...outcome, findings: shown })),
    ...rowsOf('state', state),
    ...rowsOf('next', [next]),
    ...rowsOf('commit', [commit]),
    ...rowsOf('console', [deploymentId === undefined ? undefined : consoleUrl]),
  ];
}

function whyOf(finding: Finding): string[] {
  const { cause, said, taskIds, revision } = finding;
  const count = taskIds.length === 1 ? '1 task' : `${taskIds.length} tasks`;
  return [
    `${revision === undefined ? '' : `${count} of ${revision}: `}${cause?.explanation ?? said}`,
    ...(cause ? [`AWS: ${said}`] : []),
    ...logTailRowsOf(finding),
  ];
}

/** What the job hands on: to its environment's URL, and to jobs that need it. Of several gates, with commas between them. */
export function dotenvOf(outcome: Outcome, rest: Outputs): Outputs {
  const { services = [] } = outcome;
  const gates = [outcome, ...services.map((each) => each.outcome)].flatMap((each) => each?.gate ?? []);
  const hooks = gates.map(firstHookOf);
  const listed = (values: readonly (string | undefined)[]) =>
    values.length === 0 || values.includes(undefined) ? undefined : values.join(',');
  const values: { readonly [Name in keyof Outputs]: string | undefined } = {
    ECS_CD_VERDICT: outcome.verdict,
    ECS_CD_TASK_DEFINITION: revisionsIn(outcome.taskDefinition),
    ECS_CD_PREVIOUS_TASK_DEFINITION: revisionsIn(outcome.previousTaskDefinition),
    ECS_CD_DEPLOYMENT_ID: outcome.deploymentId,
    ECS_CD_COMMIT: outcome.commit,
    ECS_CD_DEPLOYMENT: listed(gates.map(({ deployment }) => deployment)),
    ECS_CD_PAUSE_STAGE: listed(gates.map(({ stage }) => stage)),
    ECS_CD_PAUSE_HOOK: listed(hooks.map((hook) => hook?.hookId ?? '')),
    ECS_CD_PAUSE_UNTIL: listed(hooks.map((hook) => hook?.expiresAt?.toISOString())),
    ECS_CD_PAUSE_THEN: listed(hooks.map((hook) => hook?.timeoutAction)),
    ...rest,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** One of each service, with commas between them. */
const revisionsIn = (arns: string | undefined) => arns?.split(',').map(familyRevisionOf).join(',');

/** The exit code of a verdict; a cancelled run ends like any program that the signal ended. */
export function exitCodeOf(verdict: Verdict, signal: unknown): number {
  if (verdict !== 'cancelled') return exitCodes[verdict];
  return signal === 'SIGINT' ? 130 : 143;
}

/** The last lines of a run that ended in an error: the runner's own message, or a bug with its stack and cause. */
export function errorReportOf(error: unknown, exitCode: number, reminders: readonly string[] = []): string[] {
  const { problems = [] } = error instanceof EcsCdError ? error : {};
  return [
    ...(problems.length > 0 ? [...problemReportOf(problems), ''] : []),
    ...stackOf(error),
    ...verdictReportOf(outcomeOfError(error), exitCode, { reminders }),
  ];
}

function stackOf(error: unknown): string[] {
  if (error instanceof EcsCdError || !(error instanceof Error)) return [];
  const { stack = '', cause } = error;
  const places = stack.split('\n').filter((line) => /^ +at /.test(line));
  return [...places, ...(cause instanceof Error ? [`caused by ${cause.message}`] : [])];
}
