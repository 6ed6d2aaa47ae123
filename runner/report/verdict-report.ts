import { EcsCdError, exitCodes, type Verdict } from '../errors';
import { familyRevisionOf } from '../service/arn';
import { problemReportOf } from './problem-report';
import type { Outcome } from '../service/verdict';

/** The last lines of the job log: what happened, why, what was done about it, what to change, and the verdict. */
export function verdictReportOf(outcome: Outcome, exitCode: number): string[] {
  const { verdict, happened, causes, done, fix } = outcome;
  const rows: [string, string][] = [
    ['happened', happened],
    ...causes.map(({ cause, taskIds }, index): [string, string] => [
      index === 0 ? 'why' : '',
      `${taskIds.length === 1 ? '1 task' : `${taskIds.length} tasks`}: ${cause}`,
    ]),
    ...(done === undefined ? [] : ([['done', done]] as [string, string][])),
    ...(fix === undefined ? [] : ([['fix', fix]] as [string, string][])),
    ['verdict', `${verdict} (exit ${exitCode})`],
  ];
  return rows.map(([label, text]) => `${label.padEnd(10)}  ${text}`);
}

/** What the job hands on: to its environment's URL, and to jobs that need it. */
export function dotenvOf(outcome: Outcome, rest: Readonly<Record<string, string>>): Record<string, string> {
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
