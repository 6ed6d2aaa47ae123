import { clientsOf, type Clients } from '../aws/clients/clients';
import { endpointWarnings } from '../aws/clients/endpoints';
import { EcsCdError, type Verdict } from '../errors';
import type { JobLog } from '../log/job-log';
import { writeDotenv } from '../report/dotenv-file';
import { dotenvOf } from '../report/verdict-report';
import type { AwsSettings } from '../settings/aws-settings';
import type { Outputs } from '../settings/variables/known-names';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import type { CommandResult } from '../verdict/outcome';
import { tell, type CommandHost } from './dotenv-report';

/**
 * Runs a command that works on AWS, tells its outcome, and keeps the dotenv true whatever happens. It is written before
 * anything is touched: a place that cannot be written to ends the run there, an earlier run's verdict never speaks for
 * this one, and a killed run leaves what then holds.
 */
export async function runOnAws(
  { aws, dotenv }: { readonly aws: AwsSettings; readonly dotenv?: string },
  host: CommandHost,
  log: JobLog,
  run: (clients: Clients) => Promise<CommandResult>,
): Promise<Verdict> {
  const { wire = {} } = host;
  const { projectDir } = gitlabJobOf(host.env, host.cwd);
  const write = async (values: Outputs) =>
    dotenv === undefined ? [] : writeDotenv({ file: dotenv, projectDir }, values);
  for (const warning of await endpointWarnings(wire)) log.reminder(warning);
  tellCredentials(aws, host, log);
  await write({ ECS_CD_VERDICT: 'needs-attention' });
  try {
    const { outcome, outputs, consoleUrl } = await run(clientsOf(aws, wire, log));
    try {
      const leftOut = await write(dotenvOf(outcome, outputs));
      if (leftOut.length > 0) log.warning(`not handed on to later jobs: ${leftOut.join(', ')}; ${tooLong}`);
    } catch (error) {
      log.warning(error instanceof Error ? error.message : String(error));
    }
    await host.report?.write(outcome);
    return tell(outcome, host, log, consoleUrl);
  } catch (error) {
    const verdict = error instanceof EcsCdError ? error.verdict : 'internal-error';
    await write({ ECS_CD_VERDICT: verdict }).catch(() => {});
    throw error;
  }
}

const tooLong = 'GitLab takes a dotenv report of 5 KB, with values of one line';

function tellCredentials({ credentials }: AwsSettings, { env }: CommandHost, log: JobLog): void {
  if (credentials.kind === 'ambient') {
    log.warning(
      'neither AWS_ACCESS_KEY_ID nor ECS_CD_ROLE_ARN is set: using whatever AWS credentials this machine has (a protected variable is empty on a branch that is not protected)',
    );
  }
  if (credentials.kind === 'role') {
    const unused = env['AWS_ACCESS_KEY_ID'] ? '; AWS_ACCESS_KEY_ID is set too, and not used' : '';
    log.line(`credentials role ${credentials.roleArn}${unused}`);
  }
  if (credentials.kind === 'static' && credentials.sessionToken === undefined) {
    log.line('credentials access keys; with a role (ECS_CD_ROLE_ARN) there would be none to keep secret');
  }
}
