import path from 'node:path';
import { adoptProject } from '../adopt/adopt-project';
import { adoptProjects } from '../adopt/adopt-projects';
import { type AdoptSettings, adoptSettingsOf } from '../adopt/adopt-settings';
import { commandAgain, documentOf } from '../adopt/documents';
import type { Given } from '../adopt/facts';
import { projectVariablesApi } from '../adopt/gitlab/gitlab-api';
import { nextStepsOf } from '../adopt/next-steps';
import { doubtsOf, leftOutOf } from '../adopt/notes';
import { writeNewFile } from '../adopt/pipeline-file';
import { pipelineTextOf } from '../adopt/pipeline-text';
import { type EcsOf, liveServicesOf, outputsOf, placesIn } from '../adopt/service/live-services';
import type { Source } from '../adopt/sources';
import { readTerraformOutput } from '../adopt/terraform/terraform-output-file';
import { terraformOutputsOf } from '../adopt/terraform/terraform-output';
import { wantedVariablesOf } from '../adopt/wanted-variables';
import { callMeter } from '../aws/call-meter';
import { clientsOf, ownRegion } from '../aws/clients/clients';
import { ecsApi } from '../ecs/ecs-api';
import { EcsCdError } from '../errors';
import type { JobLog } from '../log/job-log';
import { awsSettingsOf } from '../settings/aws-settings';
import { stageOf } from '../settings/checks/checks';
import { repositoryUrlOf } from '../settings/checks/repository-url';
import { settingsOf, textOf } from '../settings/fields';
import type { Outcome } from '../verdict/outcome';
import { type CommandHost, type CommandInputs, type Run, tell } from './dotenv-report';

const { version } = require('../../package.json') as { readonly version: string };

export const adopt: Run = async (input, host, log) => {
  const adopted =
    textOf(input, 'ECS_CD_PROJECTS') === undefined
      ? adoptOne(input, host, log)
      : adoptProjects(input, host, log, (own, ofOne) => adoptOne(own, host, ofOne));
  const outcome = await adopted;
  return outcome === undefined ? 'succeeded' : tell(outcome, host, log);
};

/** Undefined where all that was asked for is a document. */
async function adoptOne(input: CommandInputs, host: CommandHost, log: JobLog): Promise<Outcome | undefined> {
  const settings = adoptSettingsOf(input);
  const { sources, target, isWrite } = settings;
  if (target.kind === 'list') return listServices(await ecsOfAccount(input, host, log), settings, log);
  const repositoryOf = (url: string) => {
    const checked = repositoryUrlOf(host.env)(url);
    return 'value' in checked ? checked.value : undefined;
  };
  const again = commandAgain(
    host.argv,
    sources.some(({ file }) => file === '-'),
  );
  const ecsOf = sources.some(({ services }) => services) ? await ecsOfAccount(input, host, log) : undefined;
  const givens: Given[] = [];
  for (const source of sources) {
    const told = await toldBy(source, ecsOf, host, (url) => repositoryOf(url) !== undefined);
    const needsStage = isWrite || told.live !== undefined;
    const stage = needsStage ? stageIn({ ...told, again }, settings.stage, source) : undefined;
    const { environment } = source;
    givens.push({ ...told, environment, stage, again, hasDockerfile: isDockerfileIn(input) });
  }
  const wanted = wantedVariablesOf(givens, settings, host.env);
  const next = givens.flatMap((given) => nextStepsOf(given, wanted, repositoryOf));
  const leftOut = new Set(givens.flatMap(leftOutOf));
  const doubts = new Set(givens.flatMap((given) => doubtsOf(given, wanted, settings)));
  if (isWrite) await writePipeline(givens, input.files.root, log);
  if (target.kind !== 'gitlab') {
    log.document(documentOf(target, wanted, [...leftOut, ...doubts, ...next]));
    return undefined;
  }
  for (const line of leftOut) log.line(line);
  for (const doubt of doubts) log.warning(doubt);
  const { clock, interruption, wire = {} } = host;
  const gitlab = projectVariablesApi({ ...target, clock, interruption, wire });
  const outcome = await adoptProject(wanted, { ...settings, target }, { gitlab, log });
  for (const line of next) log.line(line);
  return outcome;
}

/** Of a group, or of one of many projects, this is no checkout. */
const isDockerfileIn = (input: CommandInputs) =>
  !textOf(input, 'ECS_CD_GROUP') &&
  !textOf(input, 'ECS_CD_PROJECTS') &&
  input.files.at('Dockerfile').kind === 'file';

/** Whoever runs this is a person with a profile, or a job; the role of the jobs is what it is about, not who runs it. */
async function ecsOfAccount(input: CommandInputs, host: CommandHost, log: JobLog): Promise<EcsOf> {
  const { clock, interruption, wire = {} } = host;
  const { AWS_DEFAULT_REGION = await ownRegion(), ECS_CD_ROLE_ARN, ...others } = input.env;
  const role = others.ECS_CD_ID_TOKEN ? { ECS_CD_ROLE_ARN } : {};
  const own = { ...input, env: { ...others, ...role, AWS_DEFAULT_REGION } };
  const { aws } = settingsOf(own, { aws: awsSettingsOf(own) });
  const clients = clientsOf(aws, wire, log).ecs();
  const effects = { clock, interruption, meter: callMeter(clock) };
  return (cluster, service = '') => ecsApi(clients, { cluster, service }, effects);
}

/** All that there is, which is success where nothing else was asked for. */
async function listServices(
  ecsOf: EcsOf,
  { sources, isAlone }: AdoptSettings,
  log: JobLog,
): Promise<undefined> {
  const cluster = sources[0]?.services?.cluster || undefined;
  const places = await placesIn(ecsOf, cluster);
  if (places.length > 0) log.document(places);
  if (places.length > 0 && isAlone) return;
  const where = cluster === undefined ? 'this account and region' : `the cluster ${cluster}`;
  const [verdict, message] =
    places.length > 0
      ? (['invalid-usage', '--from-service names no service; nothing was touched'] as const)
      : (['rejected', `there is no service in ${where}`] as const);
  const fix = `name a service, as ${places[0] ?? 'CLUSTER/SERVICE'}, or another region (--aws-default-region) or account (AWS_PROFILE)`;
  throw new EcsCdError(verdict, message, { fix });
}

async function toldBy(
  { services, file = '-' }: Source,
  ecsOf: EcsOf | undefined,
  host: CommandHost,
  isRepository: (url: string) => boolean,
): Promise<Pick<Given, 'outputs' | 'words' | 'originOf' | 'live'>> {
  if (services && ecsOf) {
    const { cluster, names } = services;
    const live = await liveServicesOf(ecsOf, services);
    const words = `service ${cluster}/${names.join(',')}`;
    const originOf = (path: string) => (path.includes('.') ? `image of container ${path}` : words);
    return { outputs: outputsOf(live, isRepository), words, originOf, live };
  }
  const { text, source } = await readTerraformOutput(file, host);
  const outputs = terraformOutputsOf(text, source);
  return { outputs, words: 'the outputs', originOf: (path) => `output "${path}"` };
}

/** What somebody said, else the outputs, else the environment, where it can be one. */
function stageIn(
  { outputs, words, again }: Pick<Given, 'outputs' | 'words' | 'again'>,
  asked: string | undefined,
  { environment }: Source,
): string {
  const texts = [asked, outputs.get('stage')?.value, environment].filter((text) => typeof text === 'string');
  const found = texts.find((text) => 'value' in stageOf(text));
  if (found !== undefined) return found;
  throw new EcsCdError(
    'invalid-usage',
    `STAGE: nothing in ${words} says it, no tag either (stage, environment, env)`,
    {
      fix: again(['--stage <staging>']),
    },
  );
}

/** The pipeline of the project, where it has none. */
async function writePipeline(givens: readonly Given[], root: string, log: JobLog): Promise<void> {
  const name = '.gitlab-ci.yml';
  const text = pipelineTextOf(givens, version);
  const done = await writeNewFile(path.join(root, name), text);
  if (done !== 'another') return log.line(`${name} ${done}`);
  log.line(['', ...text.trimEnd().split('\n'), '']);
  throw new EcsCdError('invalid-usage', `there is another ${name} already; nothing was touched`, {
    fix: 'add what it lacks of the lines above, and run it again without --write',
  });
}
