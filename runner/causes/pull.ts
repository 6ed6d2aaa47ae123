import { causes, certain, firstNamedIn, passing, type Topic } from './cause';
import { denied, executionRoleIn, permissionIn, transientRules } from './transient-causes';

const createCached =
  'allow ecr:CreateRepository and ecr:BatchImportUpstreamImage, which the first pull through a cache needs,';

const refused = new RegExp(
  [
    'pull access denied',
    'Check that the role has the permissions',
    'Check whether the image exists',
    'repository does not exist or may require',
    'requested access to the resource is denied',
    'no basic auth credentials',
    '40[13] (?:Forbidden|Unauthorized)',
    'authorization failed',
    'insufficient_scope',
    denied.source,
  ].join('|'),
  'i',
);

/** Rows that a task fails with while its image is pulled. */
export const pullTopic: Topic = {
  about: /\bCannotPull\w*|^(?:\w+: )?The task can(?:not|'t) pull (?:the image|[^\s]+ from the registry)/,
  rules: [
    ...transientRules({
      id: 'registry',
      deed: 'pull its image',
      endpoints: 'endpoints ecr.api, ecr.dkr and s3',
      relief:
        'pull images of other registries through an ECR pull through cache, or log in to them with repositoryCredentials (credentialsParameter)',
    }),
    ...causes(passing, {
      'disk-full': {
        says: /no space left on device/i,
        is: (text) => `no disk space is left to pull the image ${imageIn(text)}`,
        fix: 'make the image smaller, raise ephemeralStorage of TASK_FAMILY (Fargate), or the volume of the container instances (EC2)',
      },
    }),
    ...causes(certain, {
      'wrong-architecture': {
        // Some of these end in `: not found` as well, so they are asked for first.
        says: /does not contain descriptor matching platform|no match(?:ing manifest)? for (?:platform|[\w]+\/[\w]+)|does not match the specified platform/i,
        is: (text) => `the image ${imageIn(text)} is not built for ${platformIn(text)}`,
        fix: (text) =>
          `build the image for ${platformIn(text)} (ECS_CD_PLATFORM), or set runtimePlatform.cpuArchitecture of TASK_FAMILY to the architecture it is built for`,
      },
      'upstream-credentials': {
        // (AWS docs) a pull through cache logs in upstream with a secret of its own.
        says: /authentication to the upstream registry failed|credentials for the upstream registry|UnableToDecryptSecretValue|UnableToAccessSecret|SecretNotFoundException/i,
        is: (text) =>
          `the registry behind the pull through cache of ECR refuses its credentials for the image ${imageIn(text)}`,
        fix: 'renew the secret ecr-pullthroughcache/... that the pull through cache rule names (credentialArn), and check it with aws ecr validate-pull-through-cache-rule',
      },
      'cached-repository-missing': {
        // Its first pull creates it: the prefixes are those that AWS proposes for a pull through cache.
        says: /(?:with name '|\.dkr[.-]ecr[\w.-]{1,80}\/)(?:docker-hub|ecr-public|quay|kubernetes|k8s|github|ghcr|gitlab|azure|chainguard)\/[^\s]{1,300} .{0,200}?does not exist|not authorized to perform: ecr:(?:CreateRepository|BatchImportUpstreamImage)/i,
        is: (text) => `ECR has no repository yet for the image ${imageIn(text)} of a pull through cache`,
        fix: (text) =>
          `${createCached} to ${executionRoleIn(text)}, or correct the prefix of the image in the task definition TASK_FAMILY`,
      },
      'repository-missing': {
        says: /repository with name '[^']*' does not exist|name unknown|NAME_UNKNOWN|RepositoryNotFoundException/,
        is: (text) => `the registry has no repository for the image ${imageIn(text)}`,
        fix: 'set REPOSITORY_URL to a repository that exists in the region of the registry, or create the repository',
      },
      'pull-denied': {
        says: refused,
        is: (text) => `the task may not pull the image ${imageIn(text)}, or its repository does not exist`,
        fix: (text) =>
          isOfAnotherRegistry(imageIn(text))
            ? 'log in to that registry with repositoryCredentials (credentialsParameter) of the container in the task definition TASK_FAMILY, or correct the name of the image there'
            : `allow ${permissionIn(text) ?? 'ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository'} to ${executionRoleIn(text)}, on EC2 to the instance role, and in the repository policy if the repository is another account's; or correct REPOSITORY_URL`,
      },
      'image-missing': {
        // ECR and Docker Hub in turn (field report); the reference stands before `: not found`.
        says: /: not found(?:$|[\s.,;)])|404 Not Found|manifest unknown|manifest for [^\s]+ not found/i,
        is: (text) => `the registry does not have the image ${imageIn(text)}`,
        fix: 'run the build job of this image again, and see that the lifecycle policy of its ECR repository keeps it; the reference of any other image is in the task definition TASK_FAMILY',
      },
    }),
  ],
};

/** An image whose registry is named and is not ECR; a short name may be anybody's. */
function isOfAnotherRegistry(image: string): boolean {
  const host = firstNamedIn(image, /^([\w-]+(?:\.[\w-]+)+(?::\d+)?)\//);
  return host !== undefined && !/\.dkr[.-]ecr(?:-fips)?\./.test(host) && !host.startsWith('127.');
}

function imageIn(text: string): string {
  return (
    firstNamedIn(
      text,
      /failed to resolve ref(?:erence)? "?([^\s"]+?)"?:(?:\s|$)/,
      /manifest for ([^\s]+) not found/,
      /pull access denied for ([^\s,]+)/,
      /The task cannot pull ([^\s]+) from the registry/,
      /repository with name '([^']+)'/,
    ) ?? 'of the task definition'
  );
}

function platformIn(text: string): string {
  const named = firstNamedIn(text, /platform\(?s?\)? '?"?(\w+\/[\w/]+)/, /manifest for (\w+\/[\w/]+)/);
  return named ?? 'the architecture of the task';
}
