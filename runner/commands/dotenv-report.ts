import type { Inputs } from '../settings/fields';
import type { ProjectFiles } from '../settings/checks/build-context';
import { pathInside } from '../settings/checks/checks';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import { variableOf } from '../settings/variables/variables';
import type { Verdict } from '../errors';
import { writeDotenv } from '../report/project-file';
import type { JobLog } from '../log/job-log';
import { exitCodeOf, styleOf, verdictReportOf, type RunFacts } from '../report/verdict-report';
import { type Outcome, isBad } from '../verdict/outcome';
import type { Host } from '../host';
import type { RunRecord } from './run-report';

/** What a command works from, before any of it is checked. */
export type CommandInputs = Inputs & { readonly files: ProjectFiles };

/** A command, from its flags and variables to its verdict. */
export type Run = (input: CommandInputs, host: CommandHost, log: JobLog) => Promise<Verdict>;

/** What is printed goes through the log, which is complete for that reason. */
export type CommandHost = Omit<Host, 'stdout' | 'stderr'> & { readonly report?: RunRecord | undefined };

/** For a run that was refused before its settings were known: an earlier run's verdict must not speak for it. */
export async function writeVerdict({ argv, env, cwd }: CommandHost, verdict: Verdict): Promise<void> {
  const option = argv.findLastIndex((word) => /^--dotenv(?:=|$)/.test(word));
  const [word = '', next] = option < 0 ? [] : argv.slice(option);
  const given = word.includes('=') ? word.slice('--dotenv='.length) : next;
  // Another option is no file: the value has been forgotten.
  const asked = given?.startsWith('-') ? undefined : given;
  const named = asked || env['ECS_CD_DOTENV'] || variableOf('ECS_CD_DOTENV').default;
  const { projectDir } = gitlabJobOf(env, cwd);
  const file = pathInside(projectDir)(named ?? '.');
  if ('value' in file)
    await writeDotenv({ file: file.value, projectDir }, { ECS_CD_VERDICT: verdict }).catch(() => {});
}

/** The last lines of the log: how the run ended. */
export function tell(
  outcome: Outcome,
  { interruption }: CommandHost,
  log: JobLog,
  facts: RunFacts = {},
): Verdict {
  const { verdict } = outcome;
  const exitCode = exitCodeOf(verdict, interruption.reason);
  log.line('');
  const lines = verdictReportOf(outcome, exitCode, { reminders: log.reminders, ...facts });
  log.report(lines, { isError: isBad(verdict), styleOf: styleOf(verdict) });
  return verdict;
}
