import { awsCommands, following, ofImage, onService, release } from '../settings/variables/variable';
import type { Command } from '../settings/variables/variable';
import type { Place } from './iam-policy-settings';
import { policyDocument, type PolicyDocument, type Statement } from './policy-document';
import * as on from './resources';

/** One IAM action that a command needs. */
export interface Permission {
  readonly action: string;
  readonly commands: readonly Command[];
  /** All of them are checked, each for itself (AWS docs). */
  readonly resources: readonly on.Resource[];
  /** When it is needed, where that is not always. */
  readonly when?: string;
  /** What is lost without it, where a run goes on. */
  readonly without?: string;
}

const needs = (
  action: string,
  commands: readonly Command[],
  what: on.Resource | readonly on.Resource[],
  more: Pick<Permission, 'when' | 'without'> = {},
): Permission => ({ action, commands, resources: [what].flat(), ...more });

const scheduling: readonly Command[] = [...release, 'rollback'];
/** ECR asks Amazon Inspector in the name of who asks ECR. (AWS docs; field report: ecr-scan-image 19) */
const onEnhanced = { when: 'the registry has enhanced scanning' };
const notShown = { without: 'it is not shown' };
const unknown = { without: 'the preflight calls it unknown' };
const noRoom = { without: 'it is not known whether instances have room for twice the tasks' };
const linking: readonly Command[] = ['deploy', 'continue', 'reject', 'rollback'];
const unknownAndUnlinked = {
  without: `${unknown.without}, and the environment links to the AWS console`,
};
const olderView = { without: 'the older view of the service is followed' };
const looking = { when: '--from-service names no service that is there' };
const keepsAll = { without: 'older revisions stay registered' };
const lessWhy = { without: 'success is what ECS says, and the log says less about why tasks stop' };

/**
 * Every IAM action that the runner needs, on what, and for which command. It has the name of the operation that is called,
 * but for what an operation needs besides (iam:PassRole, ecs:TagResource) and what a push to the registry comes to.
 */
export const permissions: readonly Permission[] = [
  needs('ecr:GetAuthorizationToken', ['build'], on.registry),
  needs('ecr:BatchGetImage', ['build', 'scan', ...ofImage, 'rollback'], on.repository),
  needs('ecr:DescribeImageScanFindings', ['scan'], on.repository),
  needs('ecr:StartImageScan', ['scan'], on.repository, {
    without: 'only what ECR scans by itself is scanned',
  }),
  needs('inspector2:ListFindings', ['scan'], on.registry, onEnhanced),
  needs('inspector2:ListCoverage', ['scan'], on.registry, onEnhanced),
  needs('ecr:GetDownloadUrlForLayer', ['build', ...release], on.repository, {
    without: 'it is not known which commit and architecture an image in ECR is of',
  }),
  needs('ecr:DescribeImages', [...release, 'follow', 'rollback'], on.repository, {
    without:
      'it is not known which image is the older one, which is in the archive, and which a lifecycle policy removes',
  }),
  needs('ecr:GetLifecyclePolicy', release, on.repository, unknown),
  needs('ecr:UpdateImageStorageClass', ['deploy', 'follow', 'rollback'], on.repository, {
    when: 'an image is in the archive',
  }),
  needs('ecr:DescribeRepositories', ['build'], on.repository, {
    without: 'it is not known whether a tag may move',
  }),
  needs('ecr:BatchCheckLayerAvailability', ['build'], on.repository),
  needs('ecr:InitiateLayerUpload', ['build'], on.repository),
  needs('ecr:UploadLayerPart', ['build'], on.repository),
  needs('ecr:CompleteLayerUpload', ['build'], on.repository),
  needs('ecr:PutImage', ['build'], on.repository),
  needs('ecr:PutImage', following, on.liveRepository, { without: 'ECS_CD_LIVE_TAG is not put' }),
  needs('ecr:DescribeRepositoryCreationTemplates', ['build'], on.registry, {
    without: 'a missing repository is refused, also where ECR creates it on a push',
  }),
  needs('ecr:CreateRepository', ['build'], on.newRepository, { when: 'the repository is missing' }),
  needs('ecr:PutLifecyclePolicy', ['build'], on.newRepository, {
    without: 'a repository that is created keeps every image',
  }),
  // All three of whoever creates a repository with a key of its own (AWS docs, encryption at rest).
  ...['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'].map((action) =>
    needs(action, ['build'], on.kmsKey, { when: 'the repository is missing' }),
  ),
  needs('ecr:DescribeImageSigningStatus', ['build'], on.signedRepository, {
    without: 'the log does not say whether ECR signed the image',
  }),
  needs('signer:SignPayload', ['build'], on.signingProfile, {
    without: 'the image is not signed',
  }),

  needs('ecs:DescribeServices', [...onService, 'run-task', 'status', 'adopt'], on.service),
  needs('ecs:UpdateService', following, on.service),
  needs('ecs:UpdateExpressGatewayService', following, on.expressService, {
    when: 'the service is in Express Mode',
  }),
  needs('ecs:ListServiceDeployments', onService, on.service, olderView),
  needs('ecs:DescribeServiceDeployments', following, [on.service, on.serviceDeployments], olderView),
  needs('ecs:StopServiceDeployment', following, [on.service, on.serviceDeployments], {
    without: 'a failed deployment is put back by another UpdateService',
  }),
  needs('ecs:ContinueServiceDeployment', following, [on.service, on.serviceDeployments], {
    when: 'a pause hook is answered',
  }),
  needs('ecs:DescribeServiceRevisions', onService, [on.service, on.serviceRevisions], {
    without:
      'it is not known what was deployed before, where the service does not show it, nor what ECS keeps in front of it (Express Mode, ECS Gateway)',
  }),
  needs('ecs:DescribeTaskDefinition', [...onService, 'run-task', 'adopt'], on.anything),
  needs('ecs:RegisterTaskDefinition', ['deploy', 'rollback'], on.family),
  needs('ecs:TagResource', ['deploy', 'rollback'], on.newRevision, {
    without: 'revisions do not say their commit and job; the run ends where the base has other tags',
  }),
  needs('iam:PassRole', ['deploy', 'rollback', 'run-task'], on.passedRoles, {
    when: 'the revision names a role',
  }),
  needs('scheduler:GetSchedule', scheduling, on.schedules),
  needs('scheduler:UpdateSchedule', ['deploy', 'rollback'], on.schedules),
  needs('events:ListTargetsByRule', scheduling, on.rules),
  needs('events:PutTargets', ['deploy', 'rollback'], on.rules),
  needs('iam:PassRole', ['deploy', 'rollback'], on.scheduleRoles, {
    when: 'the target of a schedule has a role',
  }),
  needs('ecs:ListTasks', [...following, 'run-task'], on.clusterTasks, lessWhy),
  needs('ecs:DescribeTasks', [...following, 'run-task'], on.tasks, lessWhy),
  needs('ecs:ListTaskDefinitions', ['deploy'], on.oldRevisions, keepsAll),
  needs('ecs:DeregisterTaskDefinition', ['deploy'], on.oldRevisions, keepsAll),
  needs('ecs:ListServices', ['deploy'], on.clusterList, keepsAll),
  needs('ecs:DescribeServices', ['deploy'], on.clusterServices, keepsAll),
  needs('ecs:ListServiceDeployments', ['deploy'], on.clusterServices, keepsAll),
  needs('ecs:DescribeServiceRevisions', ['deploy'], [on.clusterServices, on.clusterRevisions], keepsAll),
  ...['events:ListEventBuses', 'events:ListRuleNamesByTarget', 'scheduler:ListSchedules'].map((action) =>
    needs(action, ['deploy'], on.oldRevisions, keepsAll),
  ),
  needs('events:ListTargetsByRule', ['deploy'], on.anyRule, keepsAll),
  needs('scheduler:GetSchedule', ['deploy'], on.anySchedule, keepsAll),
  needs('ecs:RunTask', ['deploy', 'run-task'], on.runFamily, { when: 'a command is to run' }),
  needs('ecs:StopTask', ['deploy', 'run-task'], on.stoppedTasks, {
    without: 'a task goes on when the job is cancelled or its time is over',
  }),
  needs('logs:GetLogEvents', [...following, 'run-task'], on.logStreams, {
    without: 'the log does not show the last lines of a failed container',
  }),
  needs('elasticloadbalancing:DescribeTargetHealth', following, on.anything, {
    without: 'the health of targets is not seen',
  }),

  needs('iam:GetRole', release, [on.roles, on.ecsRoles], unknown),
  needs('iam:SimulatePrincipalPolicy', release, [on.ownPrincipal, on.ecsRoles], unknown),
  needs('logs:DescribeLogGroups', release, on.anything, unknown),
  needs('secretsmanager:DescribeSecret', release, on.secrets, unknown),
  needs('ssm:DescribeParameters', release, on.anything, unknown),
  needs('ec2:DescribeSubnets', release, on.anything, unknown),
  needs('ecs:ListContainerInstances', release, on.cluster, noRoom),
  needs('ecs:DescribeContainerInstances', release, on.containerInstances, noRoom),
  needs('elasticloadbalancing:DescribeTargetGroups', release, on.anything, unknown),
  needs('elasticloadbalancing:DescribeTargetGroupAttributes', release, on.anything, unknown),
  needs('elasticloadbalancing:DescribeRules', [...linking, 'plan'], on.listeners, unknownAndUnlinked),
  needs('elasticloadbalancing:DescribeListeners', [...linking, 'plan'], on.listeners, unknownAndUnlinked),
  needs('elasticloadbalancing:DescribeTargetHealth', ['plan'], on.anything, unknown),
  needs('cloudwatch:DescribeAlarms', ofImage, on.anything, unknown),

  ...['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:DescribeImages'].map((action) =>
    needs(action, ['status'], on.repository, notShown),
  ),
  needs('ecs:ListServiceDeployments', ['status'], on.service, notShown),
  needs('ecs:DescribeServiceDeployments', ['status'], [on.service, on.serviceDeployments], notShown),
  needs('ecs:DescribeServiceRevisions', ['status'], [on.service, on.serviceRevisions], notShown),
  needs('ecs:DescribeTaskDefinition', ['status'], on.anything, notShown),
  needs('elasticloadbalancing:DescribeTargetHealth', ['status'], on.anything, notShown),
  needs('cloudwatch:DescribeAlarms', ['status'], on.anything, notShown),

  needs('ecs:ListClusters', ['adopt'], on.anything, looking),
  needs('ecs:ListServices', ['adopt'], on.anything, looking),
  needs('ecs:ListTagsForResource', ['adopt'], on.anything, {
    without: 'STAGE is not looked for in the tags of the service and the cluster',
  }),

  needs('sts:AssumeRole', awsCommands, on.chainedRole, { when: 'ECS_CD_CHAINED_ROLE_ARN is set' }),
];

/** What these commands may do in this place, and nothing else; one statement for each kind of resource. */
export function policyOf(commands: readonly Command[], place: Place): PolicyDocument {
  const needed = permissions.filter((permission) =>
    permission.commands.some((command) => commands.includes(command)),
  );
  const resources = new Set(needed.flatMap((permission) => permission.resources));
  return policyDocument(
    [...resources].flatMap((resource): Statement[] => {
      const Resource = resource.arns(place);
      if (Resource.length === 0) return [];
      const own = needed.filter((permission) => permission.resources.includes(resource));
      const Action = own.map(({ action }) => action);
      const Condition = resource.condition?.(place);
      return [{ Sid: resource.sid, Effect: 'Allow', Action, Resource, Condition }];
    }),
  );
}
