import type { Clock } from '../clock';
import type { ImageBuildSettings, ImageSettings } from '../settings/slices';
import { EcsCdError } from '../errors';
import type { JobLog } from '../log/job-log';
import type { ContainerEngine, LoggedInEngine, Login, Pushed } from './container-engine-process';
import type { Ecr, EcrImage } from '../ecr/ecr-api';
import { buildFailureOf, isLoginExpired, isPassing, pushFailureOf } from './engine-failure';
import { foreignImageOf, heldTagRefusalOf, holderOf, isReusable, type HeldImage } from './held-image';
import { tellSigning } from './image-signing';
import { imageByDigest, imageByTag } from '../names/image-reference';
import { permitted } from './permitted';

/** What is to be built, and how. */
export interface BuildSlices {
  readonly image: ImageSettings;
  readonly build: ImageBuildSettings;
}

export interface BuildEffects {
  readonly ecr: Ecr;
  readonly findEngine: () => Promise<ContainerEngine>;
  readonly log: JobLog;
  readonly clock: Clock;
  readonly interruption: AbortSignal;
}

export interface BuiltImage {
  /** `registry/name@sha256:...` */
  readonly image: string;
  readonly digest: string;
  /** In one sentence. */
  readonly happened: string;
}

/** Makes sure that ECR holds the image of this commit under DOCKER_TAG. */
export async function buildImage(slices: BuildSlices, effects: BuildEffects): Promise<BuiltImage> {
  const { repository, commit } = slices.image;
  const { log } = effects;
  const held = await lookUp(slices.image, effects);
  const isReused = held !== undefined && isReusable(held, wantedOf(slices));
  if (held && !isReused) await refuseHeldTag(held, slices, effects);
  if (commit === undefined) {
    log.warning('CI_COMMIT_SHA is not set: the image carries no commit, so no later run can use it again');
  }
  const { digest } = isReused ? held.image : await buildAndPush(slices, effects);
  const { signingProfileArn } = slices.build;
  if (signingProfileArn !== undefined) await tellSigning(digest, signingProfileArn, effects);
  const image = imageByDigest(repository, digest);
  const happened = isReused
    ? `ECR held the image of commit ${commit ?? ''} already: ${image}`
    : `pushed ${image}`;
  return { image, digest, happened };
}

const wantedOf = ({ image: { repository, tag, commit }, build: { rebuild } }: BuildSlices) => ({
  reference: imageByTag(repository, tag),
  commit,
  rebuild,
});

async function lookUp({ tag }: ImageSettings, effects: BuildEffects): Promise<HeldImage | undefined> {
  const image = await effects.ecr.image(tag);
  if (!image) return undefined;
  const commit = await permitted(effects.ecr.commitOf(image), effects.log);
  return { image, commit: commit?.value, isReadable: commit !== undefined };
}

async function refuseHeldTag(
  held: HeldImage,
  slices: BuildSlices,
  { ecr, log }: BuildEffects,
): Promise<void> {
  const wanted = wantedOf(slices);
  // Whoever may not see it can still try: ECR refuses the push of a tag that must not move.
  const mayMove = await permitted(ecr.tagMayMove(slices.image.tag), log);
  if (mayMove?.value === false) throw heldTagRefusalOf(held, wanted);
  log.line(`${wanted.reference} names ${holderOf(held)}; it is built again, and the tag moves`);
}

async function buildAndPush(slices: BuildSlices, effects: BuildEffects): Promise<EcrImage> {
  const { repository, tag, commit } = slices.image;
  const { imageName, buildContext, options } = slices.build;
  const { log } = effects;
  const reference = imageByTag(repository, tag);
  const local = `${imageName}:${tag}`;
  const engine = await effects.findEngine();
  await engine.refuseUnable(options);
  // Before the build, since credentials can expire during a long one.
  const login = await loginTo(repository, effects);
  return engine.loggedIn(login, async (session) => {
    const of = commit === undefined ? '' : ` of commit ${commit}`;
    const built = await log.section('build', `building ${local}${of} with ${engine.name}`, () =>
      session.build({ context: buildContext, name: local, reference, commit, options }),
    );
    if (built.exitCode !== 0) throw buildFailureOf(engine.name, local, built);
    const pushed = await log.section('push', `pushing ${reference}`, () =>
      pushPatiently(session, slices.image, effects),
    );
    if (pushed.exitCode === 0) return storedImage(pushed, slices.image, effects);
    return imageOfAnotherJob(slices, effects, pushFailureOf(engine.name, reference, pushed));
  });
}

async function loginTo(
  { registry }: ImageSettings['repository'],
  { ecr, log }: Pick<BuildEffects, 'ecr' | 'log'>,
): Promise<Login> {
  const { username, password } = await ecr.authorization();
  log.hide([password]);
  return { username, password, registry };
}

const pushPausesMs = [2_000, 10_000, 30_000];

/** What was pushed of the layers stays in the registry: a push that was cut off goes on where it was. */
async function pushPatiently(
  session: LoggedInEngine,
  { repository, tag }: ImageSettings,
  effects: BuildEffects,
): Promise<Pushed> {
  const { log, clock, interruption } = effects;
  const reference = imageByTag(repository, tag);
  let pushed = await session.push(reference);
  if (pushed.exitCode !== 0 && isLoginExpired(pushed)) {
    log.line('the login of the registry has expired: logging in again');
    await session.logIn(await loginTo(repository, effects));
    pushed = await session.push(reference);
  }
  for (const pauseMs of pushPausesMs) {
    if (pushed.exitCode === 0 || !isPassing(pushed) || interruption.aborted) return pushed;
    log.line(`the push was cut off; trying again in ${pauseMs / 1000} s`);
    await clock.sleep(pauseMs, interruption);
    pushed = await session.push(reference);
  }
  return pushed;
}

const lookPauseMs = 1_000;
const looks = 5;

/** What ECR holds after the push, once it is certain that this is what was pushed. */
async function storedImage(
  pushed: Pushed,
  { repository, tag, commit }: ImageSettings,
  effects: BuildEffects,
): Promise<EcrImage> {
  const reference = imageByTag(repository, tag);
  const isOurs = (image: EcrImage | undefined) =>
    image !== undefined && (pushed.digest === undefined || image.digest === pushed.digest);
  let stored = await effects.ecr.image(tag);
  for (let look = 1; look < looks && !isOurs(stored); look++) {
    await effects.clock.sleep(lookPauseMs, effects.interruption);
    stored = await effects.ecr.image(tag);
  }
  if (!stored) {
    throw new EcsCdError('push-failed', `ECR has no ${reference}, though the engine says that it pushed it`, {
      fix: 'run the job again; if it persists, see whether a lifecycle policy of the repository removes it',
    });
  }
  const carried = await permitted(effects.ecr.commitOf(stored), effects.log);
  const found = { image: stored, commit: carried?.value, isReadable: carried !== undefined };
  const isOurCommit = commit === undefined || !found.isReadable || found.commit === commit;
  if (isOurs(stored) && isOurCommit) return stored;
  throw foreignImageOf(found, { reference, commit, pushedDigest: pushed.digest });
}

/** A push can be refused because another job of the same commit was faster; its image is as good as ours. */
async function imageOfAnotherJob(
  slices: BuildSlices,
  effects: BuildEffects,
  refusal: EcsCdError,
): Promise<EcrImage> {
  const held = await lookUp(slices.image, effects).catch(() => undefined);
  if (!held || !isReusable(held, wantedOf(slices))) throw refusal;
  effects.log.line(`${refusal.message}; but ECR holds ${holderOf(held)} now, which another job pushed`);
  return held.image;
}
