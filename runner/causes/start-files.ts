import { causes, certain, firstNamedIn, passing, repeated, thingIn, type Rule, type Topic } from './cause';
import { denied, executionRoleIn, permissionIn, transientRules } from './transient-causes';

const efsPort = 'let the security group of its mount targets accept port 2049 from that of the tasks';

const efsRules: readonly Rule[] = [
  ...causes(repeated, {
    'efs-access-point': {
      says: /access ?point/i,
      is: (text) =>
        `the access point ${firstNamedIn(text, /(fsap-\w+)/) ?? 'of the task definition'} of ${fileSystemIn(text)} cannot be used`,
      fix: 'correct accessPointId in the efsVolumeConfiguration (authorizationConfig) of the task definition TASK_FAMILY, or create that access point on that file system',
    },
    'efs-name-unresolved': {
      says: /Failed to resolve|Name or service not known|nxdomain/i,
      is: (text) => `the name of ${fileSystemIn(text)} does not resolve in the VPC of the task`,
      fix: 'create a mount target of that file system in each availability zone of the subnets of the service SERVICE_NAME, switch DNS resolution and DNS hostnames of the VPC on, or correct fileSystemId in the volumes of the task definition TASK_FAMILY',
    },
  }),
  ...causes(certain, {
    'efs-folder-missing': {
      says: /No such file or direct/i,
      is: (text) =>
        `${fileSystemIn(text)} has no folder ${firstNamedIn(text, /mounting [^\s:]{1,200}:(\/[^\s,']*)/) ?? 'of that name'}`,
      fix: 'create that folder on the file system, correct rootDirectory of the efsVolumeConfiguration in the task definition TASK_FAMILY, or mount an access point, which creates its folder',
    },
  }),
  ...causes(repeated, {
    'efs-denied': {
      says: /access denied|AccessDenied|Permission denied|not authorized/i,
      is: (text) => `the task may not mount ${fileSystemIn(text)}`,
      fix: 'allow elasticfilesystem:ClientMount and ClientWrite to the task role (taskRoleArn) in the policy of the file system, and set iam to ENABLED in the authorizationConfig of the efsVolumeConfiguration of TASK_FAMILY',
    },
    'efs-mount-target': {
      says: /mount target/i,
      is: (text) => `${fileSystemIn(text)} has no mount target that the task can use`,
      fix: `create a mount target in each availability zone of the subnets of the service SERVICE_NAME, and ${efsPort}`,
    },
  }),
  ...causes(passing, {
    'efs-unreachable': {
      says: /timed out|timeout|deadline exceeded|Connection (?:refused|reset)|No route to host|signal: killed/i,
      is: (text) => `the task gets no connection to ${fileSystemIn(text)}`,
      fix: `${efsPort}, and create a mount target in each availability zone of the subnets of the service SERVICE_NAME`,
    },
    'efs-not-mounted': {
      says: /failed to invoke EFS utils/i,
      is: (text) => `the task cannot mount ${fileSystemIn(text)}`,
      fix: `check efsVolumeConfiguration in the task definition TASK_FAMILY; ${efsPort}`,
    },
  }),
];

/** Rows that a task fails with while its file systems are mounted. */
const fileSystems: Topic = { about: /EFS utils|amazon-efs-utils|mount\.(?:nfs4|efs)/i, rules: efsRules };

/** Rows that a task fails with while the agent downloads its `environmentFiles`. */
const environmentFiles: Topic = {
  about: /download env files|env(?:ironment)? files?:|environmentFiles/i,
  rules: [
    ...transientRules({
      id: 'environment-files',
      deed: 'download its environmentFiles from S3',
      endpoints: 'gateway endpoint of S3',
    }),
    ...causes(certain, {
      'environment-file-denied': {
        says: new RegExp(`${denied.source}|403 Forbidden|Forbidden: Forbidden|status code: 403`, 'i'),
        is: (text) => `the task may not read ${environmentFileIn(text)}`,
        fix: (text) =>
          `allow ${permissionIn(text) ?? 's3:GetObject on it'}, and s3:GetBucketLocation on its bucket, to ${executionRoleIn(text)}`,
      },
      'environment-file-missing': {
        says: /NoSuchKey|NoSuchBucket|NotFound|does not exist|status code: 404/i,
        is: (text) => `${environmentFileIn(text)} does not exist`,
        fix: 'upload it, or correct value in the environmentFiles of the task definition TASK_FAMILY',
      },
    }),
    ...causes(passing, {
      'environment-file-unread': {
        says: /download env files/i,
        is: (text) => `the task cannot read ${environmentFileIn(text)}`,
        fix: 'check the environmentFiles of the task definition TASK_FAMILY: each is an object of S3 whose name ends in .env, in the region of the service, with lines NAME=value',
      },
    }),
  ],
};

export const startFileTopics: readonly Topic[] = [fileSystems, environmentFiles];

const fileSystemIn = (text: string) => thingIn(text, 'the EFS file system', /\b(fs-[0-9a-f]+)/);

function environmentFileIn(text: string): string {
  const arn = firstNamedIn(text, /(arn:[\w-]+:s3:::[^\s,'"]+)/);
  return arn === undefined ? 'an environment file' : `the environment file ${arn}`;
}
