import { certain, executionRole as role, image, network, startText, type KnownText } from './known-text';

/** Pulls that fail. Fargate's texts where nothing is said, as field reports and AWS's docs quote them. */
export const pullTexts: readonly KnownText[] = [
  startText(
    1,
    'image-missing',
    `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: not found`,
    certain([image], ['build job', 'TASK_FAMILY']),
  ),
  startText(
    1,
    'image-missing',
    `CannotPullContainerError: pull image manifest has been retried 1 time(s):\n  failed to resolve ref\t${image}@sha256:0a1b:  not found\n`,
    certain([`${image}@sha256:0a1b`], ['build job']),
  ),
  // Of another registry than ECR
  startText(
    2,
    'pull-denied',
    'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ghcr.io/team/web:1: pulling from host ghcr.io failed with status code [manifests 1]: 403 Forbidden',
    certain(['ghcr.io/team/web:1'], ['repositoryCredentials']),
  ),
  startText(
    undefined,
    'registry-clock',
    `CannotPullContainerError: failed to copy: httpReadSeeker: failed open: unexpected status code https://prod-eu-central-1-starport-layer-bucket.s3.eu-central-1.amazonaws.com/x: 403 Forbidden: RequestTimeTooSkewed`,
    { names: ['clock'], fixes: ['run the job again'] },
  ),
  // EC2
  startText(
    1,
    'image-missing',
    `CannotPullContainerError: Error response from daemon: manifest for ${image} not found: manifest unknown: Requested image not found`,
    certain([image], ['build job']),
  ),
  startText(
    1,
    'image-missing',
    'CannotPullImageManifestError: Error response from daemon: manifest unknown: manifest unknown',
    certain(['image'], ['build job']),
  ),
  startText(
    2,
    'pull-denied',
    'CannotPullContainerError: Error response from daemon: pull access denied for 123456789012.dkr.ecr.eu-central-1.amazonaws.com/web, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    certain(['amazonaws.com/web'], ['executionRoleArn', 'REPOSITORY_URL']),
  ),
  // EC2
  startText(
    2,
    'pull-denied',
    `CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry. Error response from daemon: pull access denied for web, repository does not exist or may require 'docker login': denied: User: ${role} is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-central-1:123456789012:repository/web because no identity-based policy allows the ecr:BatchGetImage action`,
    certain(
      ['web'],
      ['ecr:BatchGetImage on arn:aws:ecr:eu-central-1:123456789012:repository/web', 'webExecution'],
    ),
  ),
  // EC2
  startText(
    2,
    'pull-denied',
    "CannotPullContainerError: The task can't pull the image. Check whether the image exists. Error response from daemon: pull access denied for some/nonsense, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    certain(['some/nonsense'], ['REPOSITORY_URL']),
  ),
  startText(
    2,
    'pull-denied',
    `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: pulling from host 123456789012.dkr.ecr.eu-central-1.amazonaws.com failed with status code [manifests 4f2a]: 403 Forbidden`,
    certain([image], ['repository policy']),
  ),
  startText(
    2,
    'repository-missing',
    "CannotPullContainerError: Error response from daemon: name unknown: The repository with name 'web' does not exist in the registry with id '123456789012'",
    certain(['web'], ['REPOSITORY_URL']),
  ),
  startText(
    3,
    'registry-unreachable',
    `CannotPullContainerError: The task cannot pull ${image} from the registry 123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:4f2a. There is a connection issue between the task and the registry. Check your task network configuration. : failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://prod-eu-central-1-starport-layer-bucket.s3.eu-central-1.amazonaws.com/x": dial tcp 52.219.1.2:443: i/o timeout`,
    network,
  ),
  startText(
    3,
    'registry-unreachable',
    `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${image}: failed to do request: Head "https://123456789012.dkr.ecr.eu-central-1.amazonaws.com/v2/web/manifests/4f2a": dial tcp 52.219.1.2:443: i/o timeout`,
    { ...network, names: ['no connection to 123456789012.dkr.ecr.eu-central-1.amazonaws.com'] },
  ),
  // EC2
  startText(
    3,
    'registry-unreachable',
    'CannotPullContainerError: The task can’t pull the image. Check your network configuration. Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    { ...network, names: ['registry-1.docker.io'] },
  ),
  startText(
    undefined,
    'registry-busy',
    'CannotPullContainerError: inspect image has been retried 5 time(s): httpReaderSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/manifests/sha256:2bb5: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. Authorization failed',
    { fixes: ['pull through cache'] },
  ),
  startText(
    undefined,
    'disk-full',
    'CannotPullContainerError: failed to register layer: write /app/blob: no space left on device',
    { fixes: ['ephemeralStorage'] },
  ),
  startText(
    4,
    'wrong-architecture',
    "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
    certain(['linux/amd64'], ['runtimePlatform.cpuArchitecture', 'TASK_FAMILY']),
  ),
  // EC2
  startText(
    4,
    'wrong-architecture',
    'CannotPullContainerError: Error response from daemon: no matching manifest for linux/arm64/v8 in the manifest list entries: not found',
    certain(['linux/arm64/v8'], ['ECS_CD_PLATFORM']),
  ),
  startText(
    4,
    'wrong-architecture',
    `CannotPullContainerError: failed to resolve ref ${image}: no match for platform in manifest: not found`,
    certain([image], ['TASK_FAMILY']),
  ),
  startText(
    undefined,
    'upstream-credentials',
    "CannotPullContainerError: Error response from daemon: pull access denied for 123456789012.dkr.ecr.eu-central-1.amazonaws.com/docker-hub/library/x, repository does not exist or may require 'docker login': denied: The authentication to the upstream registry failed. Verify that the credentials for the upstream registry are valid.",
    certain(['docker-hub/library/x'], ['ecr-pullthroughcache/', 'credentialArn']),
  ),
  startText(
    undefined,
    'cached-repository-missing',
    "CannotPullContainerError: Error response from daemon: pull access denied for 123456789012.dkr.ecr.eu-central-1.amazonaws.com/docker-hub/library/x, repository does not exist or may require 'docker login'",
    certain(['docker-hub/library/x'], ['ecr:CreateRepository', 'ecr:BatchImportUpstreamImage']),
  ),
  startText(
    undefined,
    'cached-repository-missing',
    "CannotPullContainerError: Error response from daemon: name unknown: The repository with name 'ecr-public/nginx/nginx' does not exist in the registry with id '123456789012'",
    certain(['ecr-public/nginx/nginx'], ['ecr:CreateRepository']),
  ),
  startText(
    undefined,
    'cached-repository-missing',
    `CannotPullContainerError: failed to resolve ref ${image}: denied: User: ${role} is not authorized to perform: ecr:BatchImportUpstreamImage on resource: *`,
    certain([image], ['webExecution']),
  ),
];
