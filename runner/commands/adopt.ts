import path from 'node:path';
import { adoptProject, type Undo } from '../adopt/adopt-project';
import { adoptProjects } from '../adopt/adopt-projects';
import { type AdoptSettings, adoptSettingsOf } from '../adopt/adopt-settings';
import { commandAgain, documentOf } from '../adopt/documents';
import type { Given } from '../adopt/facts';
import { projectVariablesApi } from '../adopt/gitlab/gitlab-api';
import { nextStepsOf, doubtsOf, leftOutOf } from '../adopt/next-steps';
import { writeNewFile } from '../adopt/pipeline-file';
import { pipelineTextOf } from '../adopt/pipeline-text';
import {
  type Account,
  inPerson,
  liveServicesOf,
  placesIn,
  outputsOf,
  stageInName,
} from '../adopt/service/live-services';
import type { Source } from '../adopt/sources';
import { terraformOutputsOf } from '../adopt/terraform/terraform-output';
import { readTerraformOutput } from '../adopt/terraform/terraform-output-file';
import { wantedVariablesOf } from '../adopt/wanted-variables';
import { callMeter } from '../aws/call-meter';
import { clientsOf, ownRegion } from '../aws/clients/clients';
import { endpointWarnings } from '../aws/clients/endpoints';
import { ecsApi } from '../ecs/ecs-api';
import { EcsCdError, orElse } from '../errors';
import type { JobLog } from '../log/job-log';
import type { AwsSettings } from '../settings/aws-settings';
import { stageOf } from '../settings/checks/checks';
import { repositoryUrlOf } from '../settings/checks/image-checks';
import type { Repository } from '../names/image-reference';
import { textOf, textsOf } from '../settings/fields';
import type { Outcome } from '../verdict/outcome';
import { type CommandHost, type CommandInputs, type Run, tell } from './dotenv-report';

const { version } = require('../../package.json') as { readonly version: string };

export const adopt: Run = async (input, host, log) => {
  const one = (own: CommandInputs, ofOne: JobLog) =>
    orElse(adoptOne(own, host, ofOne), (error) => {
      throw inPerson(error);
    });
  const isOfMany = textOf(input, 'ECS_CD_PROJECTS') !== undefined;
  const outcome = await (isOfMany ? adoptProjects(input, host, log, one) : one(input, log));
  return outcome === undefined ? 'succeeded' : tell(outcome, host, log);
};

/** Undefined where all that was asked for is a document. */
async function adoptOne(input: CommandInputs, host: CommandHost, log: JobLog): Promise<Outcome | undefined> {
  const settings = adoptSettingsOf(input, await personsRegion(input));
  const { sources, target, aws } = settings;
  const account = aws && (await accountOf(aws, host, log));
  if (target.kind === 'list') return account && listServices(account, sources, log);
  const isFromStdin = sources.some(({ file }) => file === '-');
  const shared = { again: commandAgain(host.argv, isFromStdin), hasDockerfile: isDockerfileIn(input) };
  const givens = await givensOf(settings, shared, account, host);
  const wanted = wantedVariablesOf(givens, settings, host.env);
  const next = givens.flatMap((given) => nextStepsOf(given, wanted, (url) => repositoryIn(url, host)));
  const leftOut = new Set(givens.flatMap(leftOutOf));
  const doubts = new Set(givens.flatMap((given) => doubtsOf(given, wanted, settings)));
  const writeFiles = async () =>
    settings.isWrite ? writePipeline(givens, input.files.root, log) : undefined;
  if (target.kind !== 'gitlab') {
    await writeFiles();
    log.document(documentOf(target, wanted, [...leftOut, ...doubts, ...next]));
    return undefined;
  }
  for (const line of leftOut) log.line(line);
  for (const doubt of doubts) log.warning(doubt);
  const { clock, interruption, wire = {} } = host;
  const gitlab = projectVariablesApi({ ...target, clock, interruption, wire });
  const outcome = await adoptProject(wanted, { ...settings, target }, { gitlab, log, writeFiles });
  for (const line of next) log.line(line);
  return outcome;
}

/** What is not asked for is not loaded. */
const personsRegion = async (input: CommandInputs) =>
  textsOf(input, 'ECS_CD_FROM_SERVICE').texts.length > 0 ? ownRegion() : undefined;

/** Of a group, or of one of many projects, this is no checkout. */
const isDockerfileIn = (input: CommandInputs) =>
  !textOf(input, 'ECS_CD_GROUP') &&
  !textOf(input, 'ECS_CD_PROJECTS') &&
  input.files.at('Dockerfile').kind === 'file';

async function accountOf(aws: AwsSettings, host: CommandHost, log: JobLog): Promise<Account> {
  const { clock, interruption, wire = {} } = host;
  for (const warning of await endpointWarnings(wire)) log.warning(warning);
  const clients = clientsOf(aws, wire, log).ecs();
  const effects = { clock, interruption, meter: callMeter(clock) };
  const ecsOf = (cluster: string, service = '') => ecsApi(clients, { cluster, service }, effects);
  return { region: aws.region, ecsOf };
}

/** All that there is, or all of one cluster. */
async function listServices(account: Account, [source]: readonly Source[], log: JobLog): Promise<undefined> {
  const cluster = source?.services?.cluster || undefined;
  const places = await placesIn(account, cluster);
  log.document(places);
  if (places.length > 0) return;
  const where = cluster === undefined ? account.region : `cluster "${cluster}" (${account.region})`;
  const fix = 'name another cluster, region (--aws-default-region) or account (AWS_PROFILE)';
  throw new EcsCdError('rejected', `there is no service in ${where}`, { fix });
}

/** What is known of each environment. Throws one error with all services that a release cannot go to. */
async function givensOf(
  { sources, stage: asked, isWrite }: AdoptSettings,
  shared: Pick<Given, 'again' | 'hasDockerfile'>,
  account: Account | undefined,
  host: CommandHost,
): Promise<readonly Given[]> {
  const refusals: EcsCdError[] = [];
  const givens: Given[] = [];
  for (const source of sources) {
    const told = await toldBy(source, account, host, refusals);
    const { environment } = source;
    const stage = stageIn(told.outputs, asked, environment);
    givens.push({ ...shared, ...told, environment, stage, needsStage: isWrite || told.live !== undefined });
  }
  const [refusal, ...others] = refusals;
  if (!refusal) return givens;
  if (others.length === 0) throw refusal;
  const problems = refusals.map(({ message, fix = '' }) => ({ subject: '--from-service', message, fix }));
  const message = `${refusals.length} services cannot be adopted; nothing was touched`;
  throw new EcsCdError('rejected', message, { problems });
}

async function toldBy(
  { services, file = '-' }: Source,
  account: Account | undefined,
  host: CommandHost,
  refusals: EcsCdError[],
): Promise<Pick<Given, 'outputs' | 'words' | 'originOf' | 'live'>> {
  if (services && account) {
    const live = await liveServicesOf(account, services, refusals);
    const words = `service ${services.cluster}/${services.names.join(',')}`;
    const originOf = (path: string) => (path.includes('.') ? `image of container ${path}` : words);
    return {
      outputs: outputsOf(live, (url) => repositoryIn(url, host) !== undefined),
      words,
      originOf,
      live,
    };
  }
  const { text, source } = await readTerraformOutput(file, host);
  const outputs = terraformOutputsOf(text, source);
  return { outputs, words: 'the outputs', originOf: (path) => `output "${path}"` };
}

function repositoryIn(url: string, { env }: CommandHost): Repository | undefined {
  const checked = repositoryUrlOf(env)(url);
  return 'value' in checked ? checked.value : undefined;
}

/** What somebody said, else the outputs or the tags, the environment, the name of the cluster, where it can be one. */
function stageIn(
  outputs: Given['outputs'],
  asked: string | undefined,
  environment: string,
): string | undefined {
  const cluster = outputs.get('cluster_name')?.value;
  const named = typeof cluster === 'string' ? stageInName(cluster) : undefined;
  return [asked, outputs.get('stage')?.value, environment, named].find(
    (text): text is string => typeof text === 'string' && 'value' in stageOf(text),
  );
}

/** The pipeline of the project, where it has none; answers how to take it back. */
async function writePipeline(givens: readonly Given[], root: string, log: JobLog): Promise<Undo> {
  const name = '.gitlab-ci.yml';
  const text = pipelineTextOf(givens, version);
  const { done, undo } = await writeNewFile(path.join(root, name), text);
  if (done !== 'another') {
    log.line(`${name} ${done}`);
    return undo && (() => undo().then(() => log.line(`${name} removed again`)));
  }
  log.line(['', ...text.trimEnd().split('\n'), '']);
  throw new EcsCdError('invalid-usage', `--write: there is another ${name} already; nothing was touched`, {
    fix: 'add what it lacks of the lines above, and run it again without --write',
  });
}
