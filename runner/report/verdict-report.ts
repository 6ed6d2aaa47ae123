import type { Outputs } from '../settings/variables/known-names';
import { EcsCdError, exitCodes, type Verdict } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { problemReportOf } from './problem-report';
import { fixesOf, logTailRowsOf, type Finding } from '../diagnosis/finding';
import type { Outcome } from '../verdict/outcome';

const findingsShown = 4;
const logLinesShown = 10;

/** The last lines of the job log: what happened, why, what was done about it, what to change, and the verdict. */
export function verdictReportOf(outcome: Outcome, exitCode: number): string[] {
  const { verdict, happened, findings, done, state = [] } = outcome;
  const shown = findings.slice(0, findingsShown);
  const fixes = new Set([...fixesOf(shown), outcome.fix].filter((fix) => fix !== undefined));
  const more = findings.length - shown.length;
  return [
    ...rowsOf('happened', [happened]),
    ...rowsOf('why', [...shown.flatMap(whyOf), ...(more > 0 ? [`and ${more} more, see above`] : [])]),
    ...rowsOf('done', done === undefined ? [] : [done]),
    ...rowsOf('fix', [...fixes]),
    ...rowsOf('state', state),
    ...rowsOf('verdict', [`${verdict} (exit ${exitCode})`]),
  ];
}

/** The label stands once, before the first line. */
function rowsOf(label: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `${(index === 0 ? label : '').padEnd(10)}  ${line}`);
}

function whyOf(finding: Finding): string[] {
  const { cause, said, taskIds, revision } = finding;
  const count = taskIds.length === 1 ? '1 task' : `${taskIds.length} tasks`;
  return [
    `${revision === undefined ? '' : `${count} of ${revision}: `}${cause?.explanation ?? said}`,
    ...(cause ? [`AWS: ${said}`] : []),
    ...logTailRowsOf(finding, logLinesShown),
  ];
}

/** What the job hands on: to its environment's URL, and to jobs that need it. */
export function dotenvOf(outcome: Outcome, rest: Outputs): Outputs {
  const { verdict, taskDefinition, previousTaskDefinition, deploymentId } = outcome;
  return {
    ECS_CD_VERDICT: verdict,
    ...(taskDefinition === undefined ? {} : { ECS_CD_TASK_DEFINITION: familyRevisionOf(taskDefinition) }),
    ...(previousTaskDefinition === undefined
      ? {}
      : { ECS_CD_PREVIOUS_TASK_DEFINITION: familyRevisionOf(previousTaskDefinition) }),
    ...(deploymentId === undefined ? {} : { ECS_CD_DEPLOYMENT_ID: deploymentId }),
    ...rest,
  };
}

/** The exit code of a verdict; a cancelled run ends like any program that the signal ended. */
export function exitCodeOf(verdict: Verdict, signal: unknown): number {
  if (verdict !== 'cancelled') return exitCodes[verdict];
  return signal === 'SIGINT' ? 130 : 143;
}

/** The last lines of a run that ended in an error: the runner's own message, or a bug with its stack and cause. */
export function errorReportOf(error: unknown, exitCode: number): string {
  if (!(error instanceof EcsCdError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const cause =
      error instanceof Error && error.cause instanceof Error ? `\ncaused by ${error.cause.message}` : '';
    return `${stack}${cause}\nthis is a bug in ecs-cd: please report it with these lines\nverdict     internal-error (exit ${exitCode})`;
  }
  const problems = error.problems.length > 0 ? [problemReportOf(error.problems), ''] : [];
  const fix = error.fix === undefined ? [] : [`fix         ${error.fix}`];
  return [
    ...problems,
    `happened    ${error.message}`,
    ...fix,
    `verdict     ${error.verdict} (exit ${exitCode})`,
  ].join('\n');
}
