import type { Ecr } from '../ecr/ecr-api';
import type { JobLog } from '../log/job-log';
import { imageByTag } from '../names/image-reference';
import { cacheTag } from '../settings/checks/image-checks';
import type { Finished } from '../subprocess';
import type { ContainerEngine, LoggedInEngine, WantedBuild } from './container-engine-process';
import type { BuildCache } from './engine-arguments';
import { isCacheFailure } from './engine-failure';
import { permitted } from '../ecr/ecr-refusal';
import type { BuildSlices } from './stored-image';

/** What a build may save of the one before it; undefined, with the reason in the log, where there can be none. */
export async function cacheFor(
  { image: { repository }, build: { options } }: BuildSlices,
  engine: ContainerEngine,
  { ecr, log }: { readonly ecr: Pick<Ecr, 'tagMayMove'>; readonly log: JobLog },
): Promise<BuildCache | undefined> {
  if (options.cache === 'off') return undefined;
  const kind = await engine.cacheKind();
  if (kind === undefined) {
    log.warning(`built without a cache: ${engine.name} keeps none in a registry; use Docker with BuildKit`);
    return undefined;
  }
  const mayMove = await permitted(ecr.tagMayMove(cacheTag), log);
  if (mayMove?.value !== false) return { kind, reference: imageByTag(repository, cacheTag) };
  log.warning(
    `built without a cache: ${repository.url} does not let the tag ${cacheTag} move; except ${cacheTag} from its tag immutability, or set ECS_CD_BUILD_CACHE to off`,
  );
  return undefined;
}

/** A cache that fails is no failure of the build: that is tried once more without it. */
export async function builtWith(
  cache: BuildCache | undefined,
  session: LoggedInEngine,
  wanted: WantedBuild,
  log: JobLog,
): Promise<{ readonly built: Finished; readonly cache?: BuildCache }> {
  if (!cache) return { built: await session.build(wanted) };
  const built = await session.build({ ...wanted, cache });
  if (built.exitCode === 0 || !isCacheFailure(built, cache.reference)) return { built, cache };
  log.warning(`${cache.reference} could not be used: building without a cache`);
  return { built: await session.build(wanted) };
}

/** The cache within an image is found under its own name, which the image was built under as well. */
export async function keepInlineCache(
  { kind, reference }: BuildCache,
  session: LoggedInEngine,
  log: JobLog,
): Promise<void> {
  if (kind !== 'inline') return;
  const { exitCode } = await session.push({ reference, isIndex: false });
  if (exitCode !== 0) log.warning(`${reference} could not be pushed: the next build goes without a cache`);
}
