import { buildTargetOf } from './checks/image-checks';
import { dockerfileOf, type ProjectFiles } from './checks/build-context';
import { type Inputs, optional, sliceOf, type SliceOf } from './fields';

/** What a build is told beyond its context; what is not set is the engine's to choose. */
export function buildOptionsOf(inputs: Inputs, files: ProjectFiles) {
  return sliceOf({
    /** Absolute path. */
    dockerfile: optional(inputs, 'ECS_CD_DOCKERFILE', dockerfileOf(files)),
    target: optional(inputs, 'ECS_CD_BUILD_TARGET', buildTargetOf),
  });
}
export type BuildOptions = SliceOf<typeof buildOptionsOf>;
