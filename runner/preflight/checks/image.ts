import type { RuntimePlatform } from '@aws-sdk/client-ecs';
import type { EcrImage } from '../../ecr/ecr-api';
import { imageByTag } from '../../names/image-reference';
import { artifactIn, platformNameOf } from '../../ecr/manifest';
import type { WantedImage } from '../../release/wanted-image';
import { isOnFargate, type PreflightEvidence } from '../evidence/evidence';
import { errorOf, findingsIn, unknownOf, warningOf, type Found } from '../evidence/finding';

const subject = 'DOCKER_TAG';
/** What to change where a revision that is there has named the image. */
const another = 'name another revision with ECS_CD_TO';

export function imagePresent(image: EcrImage | undefined, wanted: WantedImage): Found {
  const { repository, tag, revision } = wanted;
  if (image) return runnable(image, wanted);
  const missing = `there is no image ${imageByTag(repository, tag)} in ECR`;
  if (revision !== undefined)
    return errorOf('ECS_CD_TO', `${missing}, which ${revision} runs`, `${another}, or push it again`);
  return errorOf(
    subject,
    missing,
    'run the build job of this commit, or set DOCKER_TAG to a tag that exists; if it did exist, a lifecycle policy of the repository may have removed or archived it (aws ecr update-image-storage-class brings it back)',
  );
}

/** Whether it is an image at all: a chart, a signature or a build cache can stand under any tag. */
function runnable({ manifest }: EcrImage, { repository, tag, revision }: WantedImage): Found {
  const artifact = artifactIn(manifest);
  if (artifact === undefined) return undefined;
  return errorOf(
    subject,
    `${imageByTag(repository, tag)} is not a runnable image: its manifest says ${artifact}`,
    revision === undefined
      ? 'set DOCKER_TAG to the tag of an image; if a job pushes something else under this tag, give that another one'
      : another,
  );
}

/** The same for a look ahead: the image may still be on its way. */
export function imageAwaited(
  image: EcrImage | undefined,
  wanted: WantedImage,
  isMergedResult: boolean,
): Found {
  const { repository, tag } = wanted;
  if (image || wanted.revision !== undefined) return imagePresent(image, wanted);
  return unknownOf(
    subject,
    `the image ${repository.url}:${tag} is not built yet, or in the archive of ECR: its changes are unknown`,
    isMergedResult
      ? 'nothing: this pipeline runs for a commit that GitLab made of both branches, and the build job builds the commits of branches'
      : 'nothing, if the build job of this commit runs in another pipeline; the plan that runs after it knows the image',
  );
}

/** ECS's names for what images call `amd64` and `arm64`. (AWS docs, RuntimePlatform) */
const architectures: Readonly<Record<string, string>> = { X86_64: 'amd64', ARM64: 'arm64' };

/**
 * Whether the image can run on the platform of the tasks. An index is looked through by whoever pulls, so one without
 * the platform cannot be pulled; the platform of a single image is what its builder wrote, and is pulled whatever it says.
 */
export function architecture({ release, service, definition, looks }: PreflightEvidence): Found {
  const wanted = platformOf(definition.runtimePlatform ?? {}, isOnFargate(service));
  if (!looks.platforms || wanted === undefined) return undefined;
  return findingsIn('image architecture', looks.platforms, (images) => {
    const built = images.map(platformNameOf);
    if (built.length === 0 || built.includes(wanted)) return undefined;
    const fix = `build it for ${wanted} (ECS_CD_PLATFORM), or set runtimePlatform.cpuArchitecture of the task definition`;
    const isIndex = release.image?.manifest.includes('"manifests"') ?? false;
    const platforms = `built for ${built.join(', ')}, and the tasks run on ${wanted}`;
    return isIndex
      ? errorOf(subject, `the image is ${platforms}: they cannot pull it`, fix)
      : warningOf(
          subject,
          `the image says that it is ${platforms}: unless it says so by mistake, they end in "exec format error"`,
          fix,
        );
  });
}

/** What the tasks run on, where that is known: on Fargate, X86_64 unless it is said (AWS docs). */
function platformOf(
  { cpuArchitecture, operatingSystemFamily = 'LINUX' }: RuntimePlatform,
  isFargate: boolean | undefined,
): string | undefined {
  const architecture = architectures[cpuArchitecture ?? (isFargate ? 'X86_64' : '')];
  const os = operatingSystemFamily.startsWith('WINDOWS') ? 'windows' : 'linux';
  return architecture && platformNameOf({ os, architecture });
}
