import { clientsOf, type Clients } from '../aws/clients/clients';
import { endpointWarnings } from '../aws/clients/endpoints';
import { verdictOf, type Verdict } from '../errors';
import type { JobLog } from '../log/job-log';
import { writeDotenv } from '../report/project-file';
import { dotenvOf } from '../report/verdict-report';
import type { AwsSettings } from '../settings/aws-settings';
import type { ImageSettings } from '../settings/image-settings';
import type { PlaceSettings } from '../settings/slices';
import type { Outputs } from '../settings/variables/known-names';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import type { CommandResult, Outcome } from '../verdict/outcome';
import { tell, type CommandHost } from './dotenv-report';

interface Settings {
  readonly aws: AwsSettings;
  readonly dotenv?: string;
  /** Of a command that works on a service. */
  readonly place?: PlaceSettings;
  readonly image?: ImageSettings;
}

/**
 * Runs a command that works on AWS, tells its outcome, and keeps the dotenv true whatever happens. It is written before
 * anything is touched: a place that cannot be written to ends the run there, an earlier run's verdict never speaks for
 * this one, and a killed run leaves what then holds.
 */
export async function runOnAws(
  { aws, dotenv, place: of, image }: Settings,
  host: CommandHost,
  log: JobLog,
  run: (clients: Clients) => Promise<CommandResult>,
): Promise<Verdict> {
  const { wire = {}, clock } = host;
  const begun = clock.now();
  const { projectDir } = gitlabJobOf(host.env, host.cwd);
  const write = async (values: Outputs) =>
    dotenv === undefined ? [] : writeDotenv({ file: dotenv, projectDir }, values);
  for (const warning of await endpointWarnings(wire)) log.reminder(warning);
  tellCredentials(aws, host, log);
  const otherRegion = otherRegionOf(aws, of && image);
  otherRegion.forEach(log.warning);
  await write({ ECS_CD_VERDICT: 'needs-attention' });
  try {
    const { outcome, outputs } = await run(clientsOf(aws, wire, log));
    try {
      const leftOut = await write(dotenvOf(outcome, outputs));
      if (leftOut.length > 0) log.warning(`not handed on to later jobs: ${leftOut.join(', ')}; ${tooLong}`);
    } catch (error) {
      log.warning(error instanceof Error ? error.message : String(error));
    }
    await host.report?.write(outcome);
    return tell(outcome, host, log, {
      place: of ? { region: aws.region, ...of } : undefined,
      durationMs: clock.now() - begun,
      tips: tipsFor(outcome, aws),
    });
  } catch (error) {
    await write({ ECS_CD_VERDICT: verdictOf(error) }).catch(() => {});
    otherRegion.forEach(log.reminder);
    throw error;
  }
}

const tooLong = 'GitLab takes a dotenv report of 5 KB, with values of one line';

function tellCredentials({ credentials }: AwsSettings, { env }: CommandHost, log: JobLog): void {
  if (credentials.kind === 'ambient') {
    log.warning(
      'neither AWS_ACCESS_KEY_ID nor ECS_CD_ROLE_ARN is set: using the AWS credentials of this machine',
    );
  }
  if (credentials.kind === 'role') {
    const unused = env['AWS_ACCESS_KEY_ID'] ? '; AWS_ACCESS_KEY_ID is set too, and not used' : '';
    log.line(`credentials role ${credentials.roleArn}${unused}`);
  }
}

/** A service can pull from another region; mostly one of the two is a mistake, which shows as something that is missing. */
function otherRegionOf({ region }: AwsSettings, image: ImageSettings | undefined): string[] {
  const { region: of = region, url = '' } = image?.repository ?? {};
  if (of === region) return [];
  return [
    `REPOSITORY_URL (${url}) is in ${of}, but AWS_DEFAULT_REGION is ${region}: correct one of them unless the image is to come from another region`,
  ];
}

function tipsFor({ verdict }: Outcome, { credentials, chainedRole }: AwsSettings): string[] {
  const hasKeys = credentials.kind === 'static' && credentials.sessionToken === undefined && !chainedRole;
  return hasKeys && verdict === 'succeeded'
    ? [
        'ECS_CD_ROLE_ARN uses short-lived credentials in place of access keys (ecs-cd iam-policy prints the role)',
      ]
    : [];
}
