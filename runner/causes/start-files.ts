import { namedIn, type Rule, type Topic } from './cause';
import { denied, executionRoleIn, permissionIn, transientCause } from './transient-causes';

const efsPort = 'let the security group of its mount targets accept port 2049 from that of the tasks';

const efsRules: readonly Rule[] = [
  {
    says: /access ?point/i,
    cause: (text) => ({
      id: 'efs-access-point',
      explanation: `the access point ${namedIn(text, /(fsap-\w+)/) ?? 'of the task definition'} of ${fileSystemIn(text)} cannot be used`,
      fix: 'correct accessPointId in the efsVolumeConfiguration (authorizationConfig) of the task definition TASK_FAMILY, or create that access point on that file system',
      fault: 'release',
      definitiveAfter: 2,
    }),
  },
  {
    says: /Failed to resolve|Name or service not known|nxdomain/i,
    cause: (text) => ({
      id: 'efs-name-unresolved',
      explanation: `the name of ${fileSystemIn(text)} does not resolve in the VPC of the task`,
      fix: 'create a mount target of that file system in each availability zone of the subnets of the service SERVICE_NAME, switch DNS resolution and DNS hostnames of the VPC on, or correct fileSystemId in the volumes of the task definition TASK_FAMILY',
      fault: 'release',
      definitiveAfter: 2,
    }),
  },
  {
    says: /No such file or direct/i,
    cause: (text) => ({
      id: 'efs-folder-missing',
      explanation: `${fileSystemIn(text)} has no folder ${namedIn(text, /mounting [^\s:]{1,200}:(\/[^\s,']*)/) ?? 'of that name'}`,
      fix: 'create that folder on the file system, correct rootDirectory of the efsVolumeConfiguration in the task definition TASK_FAMILY, or mount an access point, which creates its folder',
      fault: 'release',
      definitiveAfter: 1,
    }),
  },
  {
    says: /access denied|AccessDenied|Permission denied|not authorized/i,
    cause: (text) => ({
      id: 'efs-denied',
      explanation: `the task may not mount ${fileSystemIn(text)}`,
      fix: 'allow elasticfilesystem:ClientMount and ClientWrite to the task role (taskRoleArn) in the policy of the file system, and set iam to ENABLED in the authorizationConfig of the efsVolumeConfiguration of TASK_FAMILY',
      fault: 'release',
      definitiveAfter: 2,
    }),
  },
  {
    says: /mount target/i,
    cause: (text) => ({
      id: 'efs-mount-target',
      explanation: `${fileSystemIn(text)} has no mount target that the task can use`,
      fix: `create a mount target in each availability zone of the subnets of the service SERVICE_NAME, and ${efsPort}`,
      fault: 'release',
      definitiveAfter: 2,
    }),
  },
  {
    says: /timed out|timeout|deadline exceeded|Connection (?:refused|reset)|No route to host|signal: killed/i,
    cause: (text) => ({
      id: 'efs-unreachable',
      explanation: `the task gets no connection to ${fileSystemIn(text)}`,
      fix: `${efsPort}, and create a mount target in each availability zone of the subnets of the service SERVICE_NAME`,
      fault: 'surroundings',
    }),
  },
  {
    says: /failed to invoke EFS utils/i,
    cause: (text) => ({
      id: 'efs-not-mounted',
      explanation: `the task cannot mount ${fileSystemIn(text)}`,
      fix: `check efsVolumeConfiguration in the task definition TASK_FAMILY; ${efsPort}`,
      fault: 'surroundings',
    }),
  },
];

/** Rows that a task fails with while its file systems are mounted. */
const fileSystems: Topic = { about: /EFS utils|amazon-efs-utils|mount\.(?:nfs4|efs)/i, rules: efsRules };

/** Rows that a task fails with while the agent downloads its `environmentFiles`. */
const environmentFiles: Topic = {
  about: /download env files|env(?:ironment)? files?:|environmentFiles/i,
  rules: [
    ...transientCause({
      id: 'environment-files',
      deed: 'download its environmentFiles from S3',
      endpoints: 'gateway endpoint of S3',
    }),
    {
      says: new RegExp(`${denied.source}|403 Forbidden|Forbidden: Forbidden|status code: 403`, 'i'),
      cause: (text) => ({
        id: 'environment-file-denied',
        explanation: `the task may not read ${environmentFileIn(text)}`,
        fix: `allow ${permissionIn(text) ?? 's3:GetObject on it'}, and s3:GetBucketLocation on its bucket, to ${executionRoleIn(text)}`,
        fault: 'release',
        definitiveAfter: 1,
      }),
    },
    {
      says: /NoSuchKey|NoSuchBucket|NotFound|does not exist|status code: 404/i,
      cause: (text) => ({
        id: 'environment-file-missing',
        explanation: `${environmentFileIn(text)} does not exist`,
        fix: 'upload it, or correct value in the environmentFiles of the task definition TASK_FAMILY',
        fault: 'release',
        definitiveAfter: 1,
      }),
    },
    {
      says: /download env files/i,
      cause: (text) => ({
        id: 'environment-file-unread',
        explanation: `the task cannot read ${environmentFileIn(text)}`,
        fix: 'check the environmentFiles of the task definition TASK_FAMILY: each is an object of S3 whose name ends in .env, in the region of the service, with lines NAME=value',
        fault: 'surroundings',
      }),
    },
  ],
};

export const startFileTopics: readonly Topic[] = [fileSystems, environmentFiles];

function fileSystemIn(text: string): string {
  const id = namedIn(text, /\b(fs-[0-9a-f]+)/);
  return id === undefined ? 'the EFS file system' : `the EFS file system ${id}`;
}

function environmentFileIn(text: string): string {
  const arn = namedIn(text, /(arn:[\w-]+:s3:::[^\s,'"]+)/);
  return arn === undefined ? 'an environment file' : `the environment file ${arn}`;
}
