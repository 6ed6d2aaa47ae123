/** Build arguments of runner/Dockerfile that name base images: full references, with digests. */
export type BaseImages = Readonly<Record<string, string>>;

export interface Build {
  /** `$CI_REGISTRY_IMAGE` */
  readonly repository: string;
  readonly revision: string;
  readonly version: string;
  /** RFC 3339 */
  readonly created: string;
  readonly source: string;
  readonly baseImages: BaseImages;
  /** SHA-256 of the bundle that goes into the image, in hex. */
  readonly bundleChecksum: string;
  readonly pipeline: PipelineKind;
}

/** What a pipeline may end in: on `main` a release can be prepared, a `tag` releases what was tested before. */
export type PipelineKind = 'change' | 'main' | 'tag';

/** A label, so that a release can tell that its asset and its image are the same program. */
export const bundleLabel = 'ecs-cd.bundle.sha256';

/** What is built for a release; the first one is enough to try a change out. */
export const platforms = ['linux/amd64', 'linux/arm64'] as const;

/**
 * A file for `docker buildx bake`: the runner's image and the simulator's, each tagged with the commit. A tag builds no
 * runner: it takes the one that was tested, as it is.
 */
export function bakeFileOf(build: Build): object {
  const { repository, revision, baseImages, bundleChecksum, pipeline } = build;
  const { version: VERSION, created: CREATED, source: SOURCE } = build;
  const common = { context: '.', output: ['type=registry'] };
  const runner = {
    ...common,
    dockerfile: 'runner/Dockerfile',
    args: { ...baseImages, BASE_DIGEST: digestIn(baseImages), VERSION, REVISION: revision, CREATED, SOURCE },
    labels: { [bundleLabel]: bundleChecksum },
    tags: [`${repository}/runner:${revision}`],
    platforms: pipeline === 'main' ? platforms : platforms.slice(0, 1),
    attest: ['type=sbom', 'type=provenance,mode=max'],
  };
  const simulator = {
    ...common,
    dockerfile: 'test/simulator/Dockerfile',
    args: { NODE_IMAGE: baseImages['NODE_IMAGE'] },
    tags: [`${repository}/simulator:${revision}`],
    platforms: platforms.slice(0, 1),
  };
  const target = pipeline === 'tag' ? { simulator } : { runner, simulator };
  return { group: { default: { targets: Object.keys(target) } }, target };
}

function digestIn({ BASE_IMAGE = '' }: BaseImages): string {
  return BASE_IMAGE.slice(BASE_IMAGE.indexOf('@') + 1);
}

/** Base images whose digest is not pinned. */
export function unpinned(baseImages: BaseImages): readonly string[] {
  return Object.entries(baseImages)
    .filter(([, image]) => !/@sha256:[0-9a-f]{64}$/.test(image))
    .map(([name, image]) => `${name}: ${image} has no digest`);
}
