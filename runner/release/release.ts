import type { Service } from '@aws-sdk/client-ecs';
import type { ImageSettings, RevisionSettings } from '../settings/slices';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import { EcsCdError } from '../errors';
import type { Ecr, EcrImage } from '../ecr/ecr-api';
import { imageByDigest, imageByTag } from '../names/image-reference';
import { undeployableProblemOf } from '../ecs/deployable';
import type { JobLog } from '../log/job-log';
import { isSettled, primaryOf } from '../ecs/deployments';
import type { Ecs } from '../ecs/ecs-api';
import { rollbackTargetOf, type RollbackTarget } from './rollback-target';
import { imageContainersOf } from '../task-definition/image-containers';
import type { DescribedRevision, RevisionChange } from '../task-definition/task-definition';
import { chooseRevision, type RevisionChoice } from './revision-to-run';

/** What a deployment would bring to the service, as far as AWS shows it before anything is changed. */
export interface Release {
  /** Undefined where ECR has none of this tag. */
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

export interface ReleaseEffects {
  readonly ecs: Ecs;
  readonly ecr: Ecr;
  readonly log: JobLog;
}

/**
 * Reads all of it, at once where it can. Throws one error with everything that is refused, the account first where
 * that is another one than allowed: mostly nothing of the release is there.
 */
export async function readRelease(
  wanted: ReleaseSlices,
  effects: ReleaseEffects,
  wrongAccount: () => Promise<EcsCdError | undefined>,
): Promise<Release> {
  const { ecs, ecr } = effects;
  const { repository, tag } = wanted.image;
  const [image, service, base] = await Promise.allSettled([
    ecr.image(tag),
    ecs.describeService(),
    ecs.describeTaskDefinition(wanted.revision.family),
  ]);
  if (image.status === 'rejected' || service.status === 'rejected' || base.status === 'rejected') {
    const reason = await wrongAccount();
    throw inOne([
      ...(reason ? [{ subject: 'ECS_CD_ACCOUNT_ID', result: { status: 'rejected', reason } as const }] : []),
      { subject: 'REPOSITORY_URL', result: image },
      { subject: 'SERVICE_NAME', result: service },
      { subject: 'TASK_FAMILY', result: base },
    ]);
  }
  const reference = image.value ? imageByDigest(repository, image.value.digest) : imageByTag(repository, tag);
  const place = { base: base.value, service: service.value };
  const choice = await chooseRevision(changeOf(base.value, reference, wanted), place, ecs);
  return {
    image: image.value,
    service: service.value,
    choice,
    ...(await outlook(choice, service.value, effects)),
  };
}

/** The same of a service that has moved on while it was waited for. */
export async function readAgain(
  wanted: ReleaseSlices,
  before: Release,
  service: Service,
  effects: ReleaseEffects,
): Promise<Release> {
  const { ecs } = effects;
  const base = await ecs.describeTaskDefinition(wanted.revision.family);
  const change = changeOf(base, before.choice.change.image, wanted);
  const choice = await chooseRevision(change, { base, service }, ecs);
  return { ...before, service, choice, ...(await outlook(choice, service, effects)) };
}

function changeOf(base: DescribedRevision, image: string, wanted: ReleaseSlices): RevisionChange {
  const { container, stage } = wanted.revision;
  return {
    containers: imageContainersOf(base.taskDefinition, wanted.image.repository, container),
    image,
    stage,
  };
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
  if (!service || isServed || !isDeployable(service)) return { isServed, target: undefined };
  const known = [base, ...(running ? [running] : [])].map(({ taskDefinition }) => taskDefinition);
  return { isServed, target: await rollbackTargetOf(service, existing ?? '', effects, known) };
}

/** The history of any other service is no business of this program. */
function isDeployable(service: Service): boolean {
  return undeployableProblemOf(service, { service: '', cluster: '' }) === undefined;
}

const credentialKinds: readonly string[] = ['invalid-credentials', 'expired-credentials'];

/** What two refusals have in common that are one. */
function sourceOf(error: EcsCdError): unknown {
  return credentialKinds.includes(awsErrorKindOf(error)) ? 'credentials' : (error.fix ?? error.message);
}

interface Read {
  readonly subject: string;
  readonly result: PromiseSettledResult<unknown>;
}

/** Refusals together, where there are several; what is no refusal goes first, as it came. */
function inOne(reads: readonly Read[]): unknown {
  const failed = reads.flatMap(({ subject, result }) =>
    result.status === 'rejected' ? [{ subject, error: result.reason as unknown }] : [],
  );
  const all = failed.flatMap(({ subject, error }) =>
    error instanceof EcsCdError && error.verdict === 'rejected' ? [{ subject, error }] : [],
  );
  const other = failed.find(({ error }) => !all.some((refusal) => refusal.error === error));
  // Credentials and roles that are refused are refused to every read alike.
  const sources = all.map(({ error }) => sourceOf(error));
  const refusals = all.filter((_, index) => sources.indexOf(sources[index]) === index);
  if (other) return other.error;
  if (refusals.length === 1) return refusals[0]?.error;
  return new EcsCdError(
    'rejected',
    `${refusals.length} problems block this deployment; nothing was changed`,
    {
      problems: refusals.map(({ subject, error: { message, fix = 'ask AWS what it means' } }) => ({
        subject,
        message,
        fix,
      })),
      cause: refusals[0]?.error,
    },
  );
}
