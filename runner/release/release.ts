import type { Service } from '@aws-sdk/client-ecs';
import type { ImageSettings } from '../settings/image-settings';
import type { RevisionSettings } from '../settings/slices';
import { refusalOf } from '../aws/aws-error';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import { EcsCdError, type Problem } from '../errors';
import type { Ecr, EcrImage } from '../ecr/ecr-api';
import { imageByTag } from '../names/image-reference';
import { undeployableProblemOf } from '../ecs/deployable';
import type { HistoryEffects } from '../ecs/history';
import { isSettled, primaryOf } from '../ecs/deployments';
import { rollbackTargetOf, type RollbackTarget } from './rollback-target';
import { imageContainersOf } from '../task-definition/image-containers';
import type { DescribedRevision } from '../task-definition/task-definition';
import { baseRevisionOf } from './base-revision';
import { chooseRevision, type RevisionChoice } from './revision-to-run';
import { imageOfRevision, soughtIn, type SoughtImage, type WantedImage } from './wanted-image';

/** What a deployment would bring to the service, as far as AWS shows it before anything is changed. */
export interface Release {
  readonly wanted: WantedImage;
  /** Undefined where ECR has none of it. */
  readonly image: EcrImage | undefined;
  /** Undefined where there is none. */
  readonly service: Service | undefined;
  readonly choice: RevisionChoice;
  /** Whether the service runs exactly that already, and is at rest. */
  readonly isServed: boolean;
  /** What would be put back; undefined where nothing would, or nothing is known that served before. */
  readonly target: RollbackTarget | undefined;
}

/** What is to be released. */
export interface ReleaseSlices {
  readonly image: ImageSettings;
  readonly revision: RevisionSettings;
}

export interface ReleaseEffects extends HistoryEffects {
  readonly ecr: Ecr;
}

/** What could be read of a release of which something is refused. */
export interface PartsRead {
  readonly image: PromiseSettledResult<SoughtImage>;
  readonly service: PromiseSettledResult<Service | undefined>;
}

/**
 * Reads all of it, at once where it can. Throws one error with everything that is refused, after what `problemsOf` says
 * of the rest.
 */
export async function readRelease(
  wanted: ReleaseSlices,
  effects: ReleaseEffects,
  problemsOf: (parts: PartsRead) => Promise<readonly Problem[]>,
): Promise<Release> {
  const { ecs, ecr } = effects;
  const isAsked = wanted.revision.to !== undefined;
  const reading = baseRevisionOf(wanted.revision, ecs);
  const naming = reading.then((read) => containersOf(read, wanted));
  const asked = async () => imageOfRevision(await reading, await naming, wanted.image);
  const [image, service, base, containers] = await Promise.allSettled([
    isAsked ? asked().then((image) => soughtIn(ecr, image)) : soughtIn(ecr, wanted.image),
    ecs.describeService(),
    reading,
    naming,
  ]);
  if (
    image.status === 'rejected' ||
    service.status === 'rejected' ||
    base.status === 'rejected' ||
    containers.status === 'rejected'
  ) {
    const refused = refusedIn({
      ...(isAsked && { ECS_CD_TO: base }),
      REPOSITORY_URL: image,
      SERVICE_NAME: service,
      TASK_FAMILY: base,
      ECS_CD_CONTAINER: containers,
    });
    throw inOne(await problemsOf({ image, service }), refused);
  }
  const change = { containers: containers.value, ...changeOf(wanted.revision, image.value) };
  const choice = await chooseRevision(change, { base: base.value, service: service.value }, ecs);
  return {
    ...image.value,
    service: service.value,
    choice,
    ...(await outlook(choice, service.value, effects)),
  };
}

function changeOf({ stage, values, to }: RevisionSettings, { wanted, image }: SoughtImage) {
  const reference = imageByTag(wanted.repository, image?.digest ?? wanted.tag);
  return to === undefined ? { image: reference, stage, values } : { image: reference, stage: undefined };
}

/** The same of a service that has moved on while it was waited for. */
export async function readAgain(
  wanted: ReleaseSlices,
  before: Release,
  service: Service,
  effects: ReleaseEffects,
): Promise<Release> {
  const { ecs } = effects;
  const base = await baseRevisionOf(wanted.revision, ecs);
  const change = { ...before.choice.change, containers: containersOf(base, wanted) };
  const choice = await chooseRevision(change, { base, service }, ecs);
  return { ...before, service, choice, ...(await outlook(choice, service, effects)) };
}

function containersOf({ taskDefinition }: DescribedRevision, { image, revision }: ReleaseSlices) {
  return imageContainersOf(taskDefinition, image.repository, revision.container);
}

async function outlook(
  { existing, base, running }: RevisionChoice,
  service: Service | undefined,
  effects: ReleaseEffects,
): Promise<Pick<Release, 'isServed' | 'target'>> {
  const primary = primaryOf(service);
  const isServed =
    service !== undefined &&
    primary !== undefined &&
    primary.taskDefinition === existing &&
    isSettled(primary, service);
  // The history of a service that cannot be deployed to is no business of this program.
  const isOther = service && undeployableProblemOf(service, { service: '', cluster: '' }) !== undefined;
  if (!service || isServed || isOther) return { isServed, target: undefined };
  const known = [base, ...(running ? [running] : [])].map(({ taskDefinition }) => taskDefinition);
  return { isServed, target: await rollbackTargetOf(service, existing ?? '', effects, known) };
}

const credentialKinds: readonly string[] = ['invalid-credentials', 'expired-credentials'];

/** What two refusals have in common that are one. */
function sourceOf(error: EcsCdError): unknown {
  return credentialKinds.includes(awsErrorKindOf(error)) ? 'credentials' : (error.fix ?? error.message);
}

interface Refused {
  /** The variable that it concerns. */
  readonly subject: string;
  readonly error: EcsCdError;
}

/** What is refused, each once: credentials and roles are refused to every read alike. What is no refusal is thrown as it came. */
function refusedIn(reads: Readonly<Record<string, PromiseSettledResult<unknown>>>): Refused[] {
  const refused = Object.entries(reads).flatMap(([subject, result]): Refused[] => {
    if (result.status === 'fulfilled') return [];
    const error: unknown = result.reason;
    if (error instanceof EcsCdError && ['rejected', 'invalid-usage'].includes(error.verdict))
      return [{ subject: refusalOf(error) === 'ClusterNotFoundException' ? 'CLUSTER_NAME' : subject, error }];
    throw error;
  });
  const sources = refused.map(({ error }) => sourceOf(error));
  return refused.filter((_, index) => sources.indexOf(sources[index]) === index);
}

function inOne(found: readonly Problem[], refused: readonly Refused[]): EcsCdError {
  const cause = refused[0]?.error;
  if (cause && found.length === 0 && refused.length === 1) {
    const { verdict, message, fix, problems } = cause;
    return new EcsCdError(verdict, `${message}; nothing was changed`, { fix, problems, cause });
  }
  const problems = [
    ...found,
    ...refused.flatMap(({ subject, error: { message, fix = 'ask AWS what it means', problems: parts } }) => [
      { subject, message, fix },
      ...parts,
    ]),
  ];
  const message = `${problems.length} problems block this deployment; nothing was changed`;
  return new EcsCdError('rejected', message, { problems, cause });
}
