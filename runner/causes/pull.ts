import { namedIn, type Rule, type Topic } from './cause';
import { denied, executionRoleIn, transientCause, permissionIn } from './transient-causes';

const missing: Rule = {
  // ECR and Docker Hub in turn (field report); the reference stands before `: not found`.
  says: /: not found(?:$|[\s.,;)])|404 Not Found|manifest unknown|manifest for [^\s]+ not found/i,
  cause: (text) => ({
    id: 'image-missing',
    explanation: `the registry does not have the image ${imageIn(text)}`,
    fix: 'run the build job of this DOCKER_TAG again, and see that the lifecycle policy of the ECR repository keeps the image; the reference of an image that is not from REPOSITORY_URL is in the task definition TASK_FAMILY',
    fault: 'release',
    definitiveAfter: 1,
  }),
};

const wrongPlatform: Rule = {
  // Some of these end in `: not found` as well, so they are asked for first.
  says: /does not contain descriptor matching platform|no match(?:ing manifest)? for (?:platform|[\w]+\/[\w]+)|does not match the specified platform/i,
  cause: (text) => {
    const platform = namedIn(text, /platform\(?s?\)? '?"?(\w+\/[\w/]+)/, /manifest for (\w+\/[\w/]+)/);
    const built = platform === undefined ? 'the architecture of the task' : platform;
    return {
      id: 'wrong-architecture',
      explanation: `the image ${imageIn(text)} is not built for ${built}`,
      fix: `build the image for ${built} (docker build --platform), or set runtimePlatform.cpuArchitecture of TASK_FAMILY to the architecture it is built for`,
      fault: 'release',
      definitiveAfter: 1,
    };
  },
};

/** (AWS docs) a pull through cache logs in upstream with a secret of its own. */
const upstreamRefused: Rule = {
  says: /authentication to the upstream registry failed|credentials for the upstream registry|UnableToDecryptSecretValue|UnableToAccessSecret|SecretNotFoundException/i,
  cause: (text) => ({
    id: 'upstream-credentials',
    explanation: `the registry behind the pull through cache of ECR refuses its credentials for the image ${imageIn(text)}`,
    fix: 'renew the secret ecr-pullthroughcache/... that the pull through cache rule names (credentialArn), and check it with aws ecr validate-pull-through-cache-rule',
    fault: 'release',
    definitiveAfter: 1,
  }),
};

const createCached =
  'allow ecr:CreateRepository and ecr:BatchImportUpstreamImage, which the first pull through a cache needs,';

/** Its first pull creates it: the prefixes are those that AWS proposes for a pull through cache. */
const cachedRepositoryMissing: Rule = {
  says: /(?:with name '|\.dkr[.-]ecr[\w.-]{1,80}\/)(?:docker-hub|ecr-public|quay|kubernetes|k8s|github|ghcr|gitlab|azure|chainguard)\/[^\s]{1,300} .{0,200}?does not exist|not authorized to perform: ecr:(?:CreateRepository|BatchImportUpstreamImage)/i,
  cause: (text) => ({
    id: 'cached-repository-missing',
    explanation: `ECR has no repository yet for the image ${imageIn(text)} of a pull through cache`,
    fix: `${createCached} to ${executionRoleIn(text)}, or correct the prefix of the image in the task definition TASK_FAMILY`,
    fault: 'release',
    definitiveAfter: 1,
  }),
};

const repositoryMissing: Rule = {
  says: /repository with name '[^']*' does not exist|name unknown|NAME_UNKNOWN|RepositoryNotFoundException/,
  cause: (text) => ({
    id: 'repository-missing',
    explanation: `the registry has no repository for the image ${imageIn(text)}`,
    fix: 'set REPOSITORY_URL to a repository that exists in the region of the registry, or create the repository',
    fault: 'release',
    definitiveAfter: 1,
  }),
};

const pullDenied: Rule = {
  says: new RegExp(
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
  ),
  cause: (text) => ({
    id: 'pull-denied',
    explanation: `the task may not pull the image ${imageIn(text)}, or its repository does not exist`,
    fix: isOfAnotherRegistry(imageIn(text))
      ? 'log in to that registry with repositoryCredentials (credentialsParameter) of the container in the task definition TASK_FAMILY, or correct the name of the image there'
      : `allow ${permissionIn(text) ?? 'ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository'} to ${executionRoleIn(text)}, on EC2 to the instance role, and in the repository policy if the repository is another account's; or correct REPOSITORY_URL`,
    fault: 'release',
    definitiveAfter: 1,
  }),
};

const diskFull: Rule = {
  says: /no space left on device/i,
  cause: (text) => ({
    id: 'disk-full',
    explanation: `no disk space is left to pull the image ${imageIn(text)}`,
    fix: 'make the image smaller, raise ephemeralStorage of TASK_FAMILY (Fargate), or the volume of the container instances (EC2)',
    fault: 'surroundings',
  }),
};

/** Rows that a task fails with while its image is pulled. */
export const pullTopic: Topic = {
  about: /\bCannotPull\w*|^(?:\w+: )?The task can(?:not|'t) pull (?:the image|[^\s]+ from the registry)/,
  rules: [
    ...transientCause({
      id: 'registry',
      deed: 'pull its image',
      endpoints: 'endpoints ecr.api, ecr.dkr and s3',
      relief:
        'pull images of other registries through an ECR pull through cache, or log in to them with repositoryCredentials (credentialsParameter)',
    }),
    diskFull,
    wrongPlatform,
    upstreamRefused,
    cachedRepositoryMissing,
    repositoryMissing,
    pullDenied,
    missing,
  ],
};

/** An image whose registry is named and is not ECR; a short name may be anybody's. */
function isOfAnotherRegistry(image: string): boolean {
  const host = namedIn(image, /^([\w-]+(?:\.[\w-]+)+(?::\d+)?)\//);
  return host !== undefined && !/\.dkr[.-]ecr(?:-fips)?\./.test(host) && !host.startsWith('127.');
}

function imageIn(text: string): string {
  return (
    namedIn(
      text,
      /failed to resolve ref(?:erence)? "?([^\s"]+?)"?:(?:\s|$)/,
      /manifest for ([^\s]+) not found/,
      /pull access denied for ([^\s,]+)/,
      /The task cannot pull ([^\s]+) from the registry/,
      /repository with name '([^']+)'/,
    ) ?? 'of the task definition'
  );
}
