import { isExpress } from '../ecs/deployable';
import { EcsCdError } from '../errors';
import { arnPartsOf } from '../names/arn';
import { imageReferenceOf, isImageOf, type Repository } from '../names/image-reference';
import { type VariableName, variableOf, variables } from '../settings/variables/variables';
import { imageContainersOf } from '../task-definition/image-containers';
import { shellWordOf } from './documents';
import type { Given } from './facts';
import { type LiveService, liveNameOf } from './service/live-services';
import type { WantedVariable } from './wanted-variables';
import type { AdoptSettings } from './adopt-settings';
import { outOfPlace } from './terraform/output-map';
import { appliesTo } from './gitlab/project-variable';

type Values = Partial<Record<VariableName, string | undefined>>;

/**
 * Which containers a release gives its image, and the commands that come next, each finished: the policies of the job, and
 * the first plan of each service. Throws where nobody can know the first.
 */
export function nextStepsOf(
  { live: all = [], environment, stage: STAGE, again }: Given,
  wanted: readonly WantedVariable[],
  repositoryOf: (url: string) => Repository | undefined,
): readonly string[] {
  const own = wanted.filter(({ scope }) => scope === '*' || scope === environment);
  const valueOf = (of: VariableName) => own.find(({ name }) => name === of)?.value;
  const place = Object.fromEntries(placeNames.map((name) => [name, valueOf(name)])) as Values;
  const repository = repositoryOf(place.REPOSITORY_URL ?? '');
  if (!repository) return [];
  return [
    ...all.flatMap((live) => containersOf(live, repository, valueOf('ECS_CD_CONTAINER'), again)),
    ...(all.length > 0 ? [commandOf('iam-policy', { ...place, ...surroundingsOf(all) })] : []),
    ...all.map((live) => {
      const { family } = live.taskDefinition;
      const SERVICE_NAME = liveNameOf(live);
      const names = { SERVICE_NAME, TASK_FAMILY: family, STAGE, DOCKER_TAG: tagOf(live, repository) };
      return commandOf('plan', { ...place, ...names });
    }),
  ];
}

const placeNames = [
  'REPOSITORY_URL',
  'CLUSTER_NAME',
  'SERVICE_NAME',
  'TASK_FAMILY',
  'AWS_DEFAULT_REGION',
] as const;

function containersOf(live: LiveService, repository: Repository, asked = '', again: Given['again']): string {
  try {
    const names = imageContainersOf(live.taskDefinition, repository, asked ? asked.split(',') : undefined);
    return `${liveNameOf(live)}: a release gives ${names.join(' and ')} its image`;
  } catch (cause) {
    if (!(cause instanceof EcsCdError)) throw cause;
    const fix = again(['--set ECS_CD_CONTAINER=<container>']);
    throw new EcsCdError(cause.verdict, cause.message, { fix, cause });
  }
}

/** What the policies are limited to beside the place. */
function surroundingsOf(all: readonly LiveService[]): Values {
  const containers = all.flatMap(({ taskDefinition: { containerDefinitions = [] } }) => containerDefinitions);
  const logs = containers.map(({ logConfiguration }) => logConfiguration?.options?.['awslogs-group'] ?? '');
  const secrets = containers.flatMap(({ secrets: own = [] }) => own.map(({ valueFrom = '' }) => valueFrom));
  const once = (texts: readonly string[]) => [...new Set(texts)].filter(Boolean).join(',') || undefined;
  // A role is the same for all services, or there is one for each.
  const roles = (texts: readonly string[]) =>
    (new Set(texts).size === 1 ? texts[0] : texts.join(',')) || undefined;
  return {
    ECS_CD_ACCOUNT_ID: arnPartsOf(all[0]?.service.serviceArn ?? '')?.accountId,
    ECS_CD_EXECUTION_ROLE_ARN: roles(all.map((live) => live.taskDefinition.executionRoleArn ?? '')),
    ECS_CD_TASK_ROLE_ARN: roles(all.map((live) => live.taskDefinition.taskRoleArn ?? '')),
    ECS_CD_LOG_GROUPS: once(logs),
    ECS_CD_SECRETS: once(secrets.filter((one) => arnPartsOf(one)?.service === 'secretsmanager')),
    ECS_CD_EXPRESS: all.some(({ service }) => isExpress(service)) ? 'on' : undefined,
  };
}

/** What runs, if its tag is known: it is there to be planned with. */
function tagOf({ taskDefinition }: LiveService, repository: Repository): string {
  const images = (taskDefinition.containerDefinitions ?? []).map(({ image = '' }) => image);
  const own = images.filter((image) => isImageOf(repository, image));
  return own.flatMap((image) => imageReferenceOf(image)?.tag ?? [])[0] ?? '<tag>';
}

function commandOf(command: string, values: Values): string {
  const options = Object.entries(values).flatMap(([name, value]) => {
    const { flag = '' } = variableOf(name as VariableName);
    return value === undefined ? [] : `--${flag} ${shellWordOf(value)}`;
  });
  return ['next: ecs-cd', command, ...options].join(' ');
}

/** What is not set though an output has it, and why. */
export function leftOutOf({ outputs }: Given): readonly string[] {
  return variables.flatMap(({ name, terraformOutput }) => {
    const why = outOfPlace[name];
    return terraformOutput !== undefined && why !== undefined && outputs.has(terraformOutput)
      ? [`${name} is left out: it ${why}`]
      : [];
  });
}

/** What is not wrong, but seldom meant. */
export function doubtsOf(
  { outputs, words, environment }: Given,
  wanted: readonly WantedVariable[],
  { build, isProtected }: Pick<AdoptSettings, 'build' | 'isProtected'>,
): readonly string[] {
  const { value: stage, isSensitive = false } = outputs.get('stage') ?? {};
  const unmarked = wanted.flatMap(({ visibility, output = '' }) =>
    visibility === 'hidden' && outputs.get(output)?.isSensitive === false ? output : [],
  );
  const doubts = unmarked.map(
    (output) => `the output "${output}" is not marked as sensitive: Terraform prints it`,
  );
  const isOf = (name: string) => environment.split('/').some((part) => appliesTo(part, name));
  if (typeof stage === 'string' && !isSensitive && environment !== '*' && !isOf(stage)) {
    const which = JSON.stringify(stage.slice(0, 60));
    doubts.unshift(`${words}: the stage is ${which}, and the environment ${environment}`);
  }
  return [...doubts, ...buildDoubtsOf(environment, build, isProtected)];
}

function buildDoubtsOf(
  environment: string,
  build: string | undefined,
  isProtected: boolean,
): readonly string[] {
  if (build !== undefined && build !== '*') {
    const lines = `"environment: { name: ${build}, action: prepare }"`;
    return [`the build belongs to no environment and sees nothing of ${build}: give ecs-build ${lines}`];
  }
  if (!isProtected) return [];
  if (build !== undefined || environment === '*')
    return ['what the build reads is protected too: on other branches ecs-build does not see it'];
  const choice = `--build-scope '${environment}' or '*' would protect it too`;
  return [`what the build reads is shared and not protected for one environment; ${choice}`];
}
