import { oneOf } from './checks/check';
import { buildTargetOf, platformsOf } from './checks/image-checks';
import { dockerfileOf, type ProjectFiles } from './checks/build-context';
import { type Inputs, mapped, optional, required, sliceOf, type SliceOf } from './fields';
import { switchPositions } from './variables/variable';

/** What a build is told beyond its context; what is not set is the engine's to choose. */
export function buildOptionsOf(inputs: Inputs, files: ProjectFiles) {
  return sliceOf({
    /** Absolute path. */
    dockerfile: optional(inputs, 'ECS_CD_DOCKERFILE', dockerfileOf(files)),
    target: optional(inputs, 'ECS_CD_BUILD_TARGET', buildTargetOf),
    /** Each of them once. */
    platforms: mapped(optional(inputs, 'ECS_CD_PLATFORM', platformsOf), (all) => all && [...new Set(all)]),
    attestations: required(inputs, 'ECS_CD_ATTESTATIONS', oneOf(switchPositions)),
    cache: required(inputs, 'ECS_CD_BUILD_CACHE', oneOf(switchPositions)),
  });
}
export type BuildOptions = SliceOf<typeof buildOptionsOf>;
