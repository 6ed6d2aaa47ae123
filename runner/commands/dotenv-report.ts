import type { Inputs } from '../settings/fields';
import type { ReadContextFolder } from '../settings/checks/build-context';
import { pathInside } from '../settings/checks/checks';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import type { AwsSettings, ReportSettings } from '../settings/slices';
import { variableOf } from '../settings/variables/variables';
import { EcsCdError, type Verdict } from '../errors';
import { writeDotenv } from '../report/dotenv-file';
import type { JobLog } from '../log/job-log';
import { dotenvOf, exitCodeOf, verdictReportOf } from '../report/verdict-report';
import type { CommandResult, Outcome } from '../verdict/outcome';
import type { Host } from '../host';

/** What a command works from, before any of it is checked. */
export type CommandInputs = Inputs & { readonly look: ReadContextFolder };

/** A command, from its flags and variables to its verdict. */
export type Run = (input: CommandInputs, host: Host, log: JobLog) => Promise<Verdict>;

interface RecordedSettings {
  readonly aws: AwsSettings;
  readonly report: ReportSettings;
}

/**
 * Runs a command that works on AWS, tells its outcome, and keeps the dotenv true whatever happens. It is written before
 * anything is touched: a place that cannot be written to ends the run there, an earlier run's verdict never speaks for
 * this one, and a killed run leaves what then holds.
 */
export async function withDotenvReport(
  { aws, report }: RecordedSettings,
  host: Host,
  log: JobLog,
  run: () => Promise<CommandResult>,
): Promise<Verdict> {
  const { dotenv } = report;
  tellCredentials(aws, log);
  await writeDotenv(dotenv, { ECS_CD_VERDICT: 'needs-attention' satisfies Verdict });
  try {
    const { outcome, outputs } = await run();
    const written = writeDotenv(dotenv, dotenvOf(outcome, outputs));
    await written.catch((error: unknown) =>
      log.warning(error instanceof Error ? error.message : String(error)),
    );
    return tell(outcome, host, log);
  } catch (error) {
    const verdict = error instanceof EcsCdError ? error.verdict : 'internal-error';
    await writeDotenv(dotenv, { ECS_CD_VERDICT: verdict }).catch(() => {});
    throw error;
  }
}

/** For a run that was refused before its settings were known: an earlier run's verdict must not speak for it. */
export async function writeVerdict({ env, cwd }: Host, verdict: Verdict): Promise<void> {
  const named = env['ECS_CD_DOTENV'] || variableOf('ECS_CD_DOTENV').default;
  const file = pathInside(gitlabJobOf(env, cwd).projectDir)(named ?? '.');
  if ('value' in file) await writeDotenv(file.value, { ECS_CD_VERDICT: verdict }).catch(() => {});
}

function tellCredentials({ credentials }: AwsSettings, log: JobLog): void {
  if (credentials.kind === 'ambient') {
    log.warning(
      'neither AWS_ACCESS_KEY_ID nor ECS_CD_ROLE_ARN is set: using whatever AWS credentials this machine has (a protected variable is empty on a branch that is not protected)',
    );
  }
  if (credentials.kind === 'static' && credentials.sessionToken === undefined) {
    log.line('credentials access keys; with a role (ECS_CD_ROLE_ARN) there would be none to keep secret');
  }
}

/** The last lines of the log: how the run ended. */
export function tell(outcome: Outcome, { interruption }: Host, log: JobLog): Verdict {
  const { verdict } = outcome;
  const lines = verdictReportOf(outcome, exitCodeOf(verdict, interruption.reason)).join('\n');
  log.line('');
  if (verdict === 'succeeded') log.success(lines);
  else if (verdict === 'changes') log.highlight(lines);
  else log.error(lines);
  return verdict;
}
