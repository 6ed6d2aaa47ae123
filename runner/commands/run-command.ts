import type { Given } from '../contract/given';
import { buildSettingsOf } from '../contract/build-settings';
import { deploySettingsOf } from '../contract/deploy-settings';
import { rollbackSettingsOf } from '../contract/rollback-settings';
import { gitlabJobOf } from '../contract/gitlab-job';
import type { AwsSettings } from '../contract/settings';
import { variableOf, type Command } from '../contract/variables';
import { EcsCdError, type Verdict } from '../errors';
import { writeDotenv } from '../report/dotenv';
import type { JobLog } from '../report/job-log';
import { dotenvOf, exitCodeOf, verdictReportOf } from '../report/verdict-report';
import type { Done, Outcome } from '../service/verdict';
import type { World } from '../world';

type Input = Given & { readonly look: Parameters<typeof buildSettingsOf>[0]['look'] };

/** Checks the settings of a command, runs it, and tells its outcome. Loads the code of that command only. */
export async function runCommand(
  command: Command,
  input: Input,
  world: World,
  log: JobLog,
): Promise<Verdict> {
  switch (command) {
    case 'build': {
      const settings = buildSettingsOf(input);
      tellCredentials(settings.aws, log);
      const { build } = require('./build') as typeof import('./build');
      return tell(await recorded(settings.dotenv, log, () => build(world, settings, log)), world, log);
    }
    case 'deploy': {
      const settings = deploySettingsOf(input);
      tellCredentials(settings.aws, log);
      const { deploy } = require('./deploy') as typeof import('./deploy');
      return tell(await recorded(settings.dotenv, log, () => deploy(world, settings, log)), world, log);
    }
    case 'rollback': {
      const settings = rollbackSettingsOf(input);
      tellCredentials(settings.aws, log);
      const { rollback } = require('./rollback') as typeof import('./rollback');
      return tell(await recorded(settings.dotenv, log, () => rollback(world, settings, log)), world, log);
    }
  }
}

/** For a run that was refused before its settings were known: an earlier run's verdict must not speak for it. */
export async function leaveVerdict({ env, cwd }: World, verdict: Verdict): Promise<void> {
  const file = env['ECS_CD_DOTENV'] || variableOf('ECS_CD_DOTENV').default;
  if (file === undefined) return;
  const folder = file.startsWith('/') ? '' : `${gitlabJobOf(env, cwd).projectDir}/`;
  await writeDotenv(folder + file, { ECS_CD_VERDICT: verdict }).catch(() => {});
}

/**
 * Keeps the dotenv true whatever happens. It is written before anything is touched: a place that cannot be written to
 * ends the run there, an earlier run's verdict never speaks for this one, and a killed run leaves what then holds.
 */
async function recorded(dotenv: string, log: JobLog, run: () => Promise<Done>): Promise<Outcome> {
  await writeDotenv(dotenv, { ECS_CD_VERDICT: 'needs-attention' satisfies Verdict });
  try {
    const { outcome, outputs } = await run();
    const written = writeDotenv(dotenv, dotenvOf(outcome, outputs));
    await written.catch((error: unknown) =>
      log.warning(error instanceof Error ? error.message : String(error)),
    );
    return outcome;
  } catch (error) {
    const verdict = error instanceof EcsCdError ? error.verdict : 'internal-error';
    await writeDotenv(dotenv, { ECS_CD_VERDICT: verdict }).catch(() => {});
    throw error;
  }
}

function tellCredentials({ credentials }: AwsSettings, log: JobLog): void {
  if (credentials.kind !== 'ambient') return;
  log.warning(
    'neither AWS_ACCESS_KEY_ID nor ECS_CD_ROLE_ARN is set: using whatever AWS credentials this machine has (a protected variable is empty on a branch that is not protected)',
  );
}

function tell(outcome: Outcome, { interruption }: World, log: JobLog): Verdict {
  const { verdict } = outcome;
  const lines = verdictReportOf(outcome, exitCodeOf(verdict, interruption.reason)).join('\n');
  log.line('');
  if (verdict === 'succeeded') log.success(lines);
  else log.error(lines);
  return verdict;
}
