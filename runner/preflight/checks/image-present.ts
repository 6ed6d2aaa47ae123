import type { ImageSettings } from '../../settings/slices';
import { errorOf, unknownOf, type PreflightFinding } from '../evidence/finding';

export function imagePresent(
  image: object | undefined,
  { repository, tag }: ImageSettings,
): PreflightFinding[] {
  if (image) return [];
  return [
    errorOf(
      'DOCKER_TAG',
      `there is no image ${repository.url}:${tag} in ECR`,
      'run the build job of this commit, or set DOCKER_TAG to a tag that exists; if it did exist, a lifecycle policy of the repository may have removed it',
    ),
  ];
}

/** The same for a look ahead: the image may still be on its way. */
export function imageAwaited(
  image: object | undefined,
  { repository, tag }: ImageSettings,
  isMergedResult: boolean,
): PreflightFinding[] {
  if (image) return [];
  return [
    unknownOf(
      'DOCKER_TAG',
      `the image ${repository.url}:${tag} is not built yet: what it would bring is not known`,
      isMergedResult
        ? 'nothing: this pipeline runs for a commit that GitLab made of both branches, and the build job builds the commits of branches'
        : 'nothing, if the build job of this commit runs in another pipeline; the plan that runs after it knows the image',
    ),
  ];
}
