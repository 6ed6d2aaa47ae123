import type { Given } from '../contract/given';
import { buildSettingsOf } from '../contract/build-settings';
import { deploySettingsOf } from '../contract/deploy-settings';
import { rollbackSettingsOf } from '../contract/rollback-settings';
import type { Command } from '../contract/variables';
import { EcsCdError, type Verdict } from '../errors';
import { writeDotenv } from '../report/dotenv';
import type { JobLog } from '../report/job-log';
import { exitCodeOf, verdictReportOf } from '../report/verdict-report';
import type { Outcome } from '../service/verdict';
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
      const { build } = require('./build') as typeof import('./build');
      return build(world, settings, log);
    }
    case 'deploy': {
      const settings = deploySettingsOf(input);
      const { deploy } = require('./deploy') as typeof import('./deploy');
      return tell(await recorded(settings.dotenv, deploy(world, settings, log)), world, log);
    }
    case 'rollback': {
      const settings = rollbackSettingsOf(input);
      const { rollback } = require('./rollback') as typeof import('./rollback');
      return tell(await recorded(settings.dotenv, rollback(world, settings, log)), world, log);
    }
  }
}

/** A dotenv of an earlier run must not speak for one that was refused. */
async function recorded(dotenv: string, outcome: Promise<Outcome>): Promise<Outcome> {
  try {
    return await outcome;
  } catch (error) {
    const verdict = error instanceof EcsCdError ? error.verdict : 'internal-error';
    await writeDotenv(dotenv, { ECS_CD_VERDICT: verdict });
    throw error;
  }
}

function tell(outcome: Outcome, { interruption }: World, log: JobLog): Verdict {
  const { verdict } = outcome;
  const lines = verdictReportOf(outcome, exitCodeOf(verdict, interruption.reason)).join('\n');
  log.line('');
  if (verdict === 'succeeded') log.success(lines);
  else log.error(lines);
  return verdict;
}
