import type { ImageBuildSettings } from '../settings/image-settings';
import { EcsCdError } from '../errors';
import type { ProjectFiles } from '../settings/checks/build-context';
import type { ContainerEngine, LoggedInEngine, Login, Pushed } from './container-engine-process';
import type { EcrImage } from '../ecr/ecr-api';
import { unlessRefused } from '../aws/aws-error';
import { permitted } from '../ecr/ecr-refusal';
import { builtWith, cacheFor, keepInlineCache } from './build-cache';
import { isIndex } from './build-options';
import { buildFailureOf } from './build-failure';
import { isLoginExpired, isPassing, pushFailureOf } from './engine-failure';
import { isRisky } from '../settings/checks/secret-checks';
import { dockerfileWarningsOf } from './dockerfile-warnings';
import { tellSigning, putMoreTags, refuseTakenTags, unlessRepositoryIsMissing } from './registry-side';
import { imageByTag } from '../names/image-reference';
import {
  heldTagRefusalOf,
  holderOf,
  isReusable,
  lookUp,
  storedImage,
  type BuildSlices,
  type HeldImage,
  type StoreEffects,
} from './stored-image';

export interface BuildEffects extends StoreEffects {
  readonly files: ProjectFiles;
  readonly findEngine: () => Promise<ContainerEngine>;
}

/** Makes sure that ECR holds the image of this commit under DOCKER_TAG; says what it did in one sentence. */
export async function buildImage(slices: BuildSlices, effects: BuildEffects) {
  const { repository, commit } = slices.image;
  const { log } = effects;
  const held = await unlessRepositoryIsMissing(lookUp(slices, effects), slices, effects);
  const isReused = held !== undefined && isReusable(held, wantedOf(slices));
  if (held && !isReused) await refuseHeldTag(held, slices, effects);
  if (commit === undefined) {
    log.warning('CI_COMMIT_SHA is not set: the image carries no commit, so no later run can use it again');
  }
  if (isReused && Object.values(slices.build.options).some((option) => option !== 'off')) {
    log.line('only the commit is compared, not the build options: ECS_CD_REBUILD builds it again');
  }
  const reused = isReused ? held.image : undefined;
  await unlessRefused('RepositoryNotFoundException', refuseTakenTags(slices, reused, effects));
  const built = reused ?? (await buildAndPush(slices, effects));
  await putMoreTags(built, slices, effects);
  const { digest } = built;
  await tellSigning(digest, slices.build.signingProfileArn, effects);
  const image = imageByTag(repository, digest);
  const how = reused ? `ECR held the image of commit ${commit ?? ''} already:` : 'pushed';
  return { image, digest, happened: `${how} ${image}` };
}

const wantedOf = ({ image: { repository, tag, commit }, build: { rebuild } }: BuildSlices) => ({
  reference: imageByTag(repository, tag),
  commit,
  rebuild,
});

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
  const { log, files } = effects;
  const reference = imageByTag(repository, tag);
  const local = `${imageName}:${tag}`;
  lookAtOptions(slices.build, effects);
  const engine = await effects.findEngine();
  await engine.refuseUnable(options);
  await refuseSpentTag(slices, engine, effects);
  const wantedCache = await cacheFor(slices, engine, effects);
  // Before the build, since credentials can expire during a long one.
  const login = await newLogin(effects);
  return engine.loggedIn(repository.registry, login, async (session) => {
    const of = commit === undefined ? '' : ` of commit ${commit}`;
    const wanted = { context: buildContext, name: local, reference, commit, options };
    const { built, cache } = await log.section('build', `building ${local}${of} with ${engine.name}`, () =>
      builtWith(wantedCache, session, wanted, log),
    );
    if (built.exitCode !== 0) {
      // Before they are cut: half a secret would not be found any more.
      const lastLines = log.redact(built.lastLines.join('\n')).split('\n');
      const attempted = { engine: engine.name, image: local, context: buildContext, files };
      throw buildFailureOf(attempted, { ...built, lastLines });
    }
    const pushed = await log.section('push', `pushing ${reference}`, async () => {
      const pushed = await pushPatiently(session, slices, effects);
      if (pushed.exitCode === 0 && cache) await keepInlineCache(cache, session, log);
      return pushed;
    });
    if (pushed.exitCode === 0) return storedImage(pushed, slices, effects);
    return imageOfAnotherJob(slices, effects, pushFailureOf(engine.name, reference, pushed));
  });
}

/** A tag that cannot move would name the first part of an index for ever. */
async function refuseSpentTag(
  { image: { repository, tag }, build: { options } }: BuildSlices,
  { name, pushesPartsUnderTag }: ContainerEngine,
  { ecr, log }: BuildEffects,
): Promise<void> {
  if (!pushesPartsUnderTag || !(isIndex(options) || options.attestations === 'on')) return;
  if ((await permitted(ecr.tagMayMove(tag), log))?.value !== false) return;
  const why = 'it pushes each part of an index under this tag, which cannot move';
  throw new EcsCdError('rejected', `${name} cannot push ${imageByTag(repository, tag)}: ${why}`, {
    fix: 'use Docker 29 or newer (docker_service_image), let the tag move, or build for one platform without attestations',
  });
}

/** Before the engine runs: its output may show what it is given. */
function lookAtOptions(
  { buildContext, options }: ImageBuildSettings,
  { log, files: { textOf } }: BuildEffects,
): void {
  const { dockerfile = `${buildContext}/Dockerfile`, args = [], secrets = [], ssh = '' } = options;
  const keyFile = ssh.replace(/^default=?/, '');
  const files = [...secrets.filter(({ isFile }) => isFile).map(({ value }) => value), keyFile];
  const inFiles = files.filter(Boolean).flatMap((file) => textOf(file) ?? []);
  log.hide([...inFiles, ...args.filter(isRisky).map(({ value }) => value)]);
  for (const warning of dockerfileWarningsOf(textOf(dockerfile) ?? '', options)) log.warning(warning);
}

async function newLogin({ ecr, log }: BuildEffects): Promise<Login> {
  const login = await ecr.authorization();
  log.hide([login.password]);
  return login;
}

const pushPausesMs = [2_000, 10_000, 30_000];

/** What was pushed of the layers stays in the registry: a push that was cut off goes on where it was. */
async function pushPatiently(
  session: LoggedInEngine,
  { image: { repository, tag }, build: { options } }: BuildSlices,
  effects: BuildEffects,
): Promise<Pushed> {
  const { log, clock, interruption } = effects;
  const push = { reference: imageByTag(repository, tag), isIndex: isIndex(options) };
  let pushed = await session.push(push);
  if (pushed.exitCode !== 0 && isLoginExpired(pushed)) {
    log.line('the registry login has expired: logging in again');
    await session.logIn(await newLogin(effects));
    pushed = await session.push(push);
  }
  for (const pauseMs of pushPausesMs) {
    if (pushed.exitCode === 0 || !isPassing(pushed) || interruption.aborted) return pushed;
    log.line(`the push was interrupted; trying again in ${pauseMs / 1000} s`);
    await clock.sleep(pauseMs, interruption);
    pushed = await session.push(push);
  }
  return pushed;
}

/** A push can be refused because another job of the same commit was faster; its image is as good as ours. */
async function imageOfAnotherJob(
  slices: BuildSlices,
  effects: BuildEffects,
  refusal: EcsCdError,
): Promise<EcrImage> {
  const held = await lookUp(slices, effects).catch(() => undefined);
  if (!held || !isReusable(held, wantedOf(slices))) throw refusal;
  effects.log.line(`${refusal.message}; but ECR holds ${holderOf(held)} now, which another job pushed`);
  return held.image;
}
