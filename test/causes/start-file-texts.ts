import { certain, executionRole as role, network, startText, type KnownText } from './known-text';

const efs =
  'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: ';
const download =
  'ResourceInitializationError: failed to download env files: file download command: non empty error stream: ';
const file = 'arn:aws:s3:::shop-config/web.env';
const twice = (names: readonly string[], fixes: readonly string[]) =>
  ({ names, fixes, definitiveAfter: 2 }) as const;

/** Stops before a container ran: its file systems and the files of its environment. (field report) */
export const startFileTexts: readonly KnownText[] = [
  startText(
    undefined,
    'efs-name-unresolved',
    `${efs}Failed to resolve "fs-0123456789abcdef0.efs.eu-central-1.amazonaws.com" - check that your file system ID is correct, and ensure that the VPC has an EFS mount target for this file system ID. See https://docs.aws.amazon.com/console/efs/mount-dns-name for more detail.`,
    twice(['fs-0123456789abcdef0', 'does not resolve'], ['mount target', 'fileSystemId', 'TASK_FAMILY']),
  ),
  startText(
    undefined,
    'efs-folder-missing',
    `${efs}b'mount.nfs4: mounting fs-0123.efs.eu-central-1.amazonaws.com:/grafana failed, reason given by server: No such file or directory' : unsuccessful EFS utils command execution; code: 32`,
    certain(['fs-0123', '/grafana'], ['rootDirectory', 'access point']),
  ),
  // (inference)
  startText(
    undefined,
    'efs-access-point',
    `${efs}The access point fsap-0a1b2c3d of fs-0123456789abcdef0 does not exist`,
    twice(['fsap-0a1b2c3d', 'fs-0123456789abcdef0'], ['accessPointId']),
  ),
  startText(
    undefined,
    'efs-denied',
    `${efs}b'mount.nfs4: access denied by server while mounting 127.0.0.1:/' : unsuccessful EFS utils command execution; code: 32`,
    twice(['may not mount'], ['elasticfilesystem:ClientMount', 'authorizationConfig']),
  ),
  // (inference)
  startText(
    undefined,
    'efs-mount-target',
    `${efs}Failed to locate a mount target of fs-0123456789abcdef0 in the availability zone of the task`,
    twice(['fs-0123456789abcdef0'], ['mount target in each availability zone', '2049']),
  ),
  startText(
    undefined,
    'efs-unreachable',
    `${efs}b'mount.nfs4: Connection timed out' : unsuccessful EFS utils command execution; code: 32`,
    { names: ['no connection'], fixes: ['port 2049'] },
  ),
  startText(undefined, 'efs-not-mounted', `${efs}b'mount.nfs4: the moon is full' : code: 32`, {
    fixes: ['efsVolumeConfiguration'],
  }),
  startText(
    undefined,
    'environment-files-unreachable',
    `${download}RequestCanceled: request context canceled caused by: context deadline exceeded`,
    {
      ...network,
      names: ['no connection', 'environmentFiles'],
      fixes: ['gateway endpoint of S3', 'NAT gateway'],
    },
  ),
  startText(
    undefined,
    'environment-file-denied',
    `${download}AccessDenied: User: ${role} is not authorized to perform: s3:GetObject on resource: ${file}`,
    certain([file], [`s3:GetObject on ${file}`, 's3:GetBucketLocation', 'webExecution']),
  ),
  startText(
    undefined,
    'environment-file-missing',
    `${download}NoSuchKey: The specified key does not exist. status code: 404`,
    certain(['environment file'], ['environmentFiles', 'TASK_FAMILY']),
  ),
  startText(undefined, 'environment-file-unread', `${download}the moon is full`, { fixes: ['.env'] }),
];
