import { awsCommands, type Command } from '../settings/variables/variable';
import type { Place } from './place';
import { policyDocument, type PolicyDocument, type Statement } from './policy-document';
import {
  chainedRole,
  clusterTasks,
  family,
  logGroupArns,
  logStreams,
  ownPrincipal,
  newRevision,
  passedRoles,
  registry,
  roles,
  secrets,
  surroundings,
  repository,
  type Resource,
  service,
  serviceDeployments,
  serviceRevisions,
  targets,
  taskDefinitions,
  tasks,
} from './resources';

/** One IAM action that a command needs. */
export interface Permission {
  readonly action: string;
  readonly commands: readonly Command[];
  /** All of them are checked, each for itself (AWS docs). */
  readonly resources: readonly Resource[];
  /** When it is needed, where that is not always. */
  readonly when?: string;
  /** What is lost without it, where a run goes on. */
  readonly without?: string;
}

type More = Pick<Permission, 'when' | 'without'>;

const needs = (
  action: string,
  commands: readonly Command[],
  on: Resource | readonly Resource[],
  more: More = {},
): Permission => ({ action, commands, resources: [on].flat(), ...more });

const follow: readonly Command[] = ['deploy', 'follow', 'rollback'];
const release: readonly Command[] = ['deploy', 'plan'];
const all: readonly Command[] = ['deploy', 'follow', 'plan', 'rollback'];
const unknown = { without: 'the preflight calls it unknown' };
const olderView = { without: 'the older view of the service is followed' };
const lessWhy = { without: 'success is what ECS says, and the log says less about why tasks stop' };

/**
 * Every IAM action that the runner needs, on what, and for which command. It has the name of the operation that is called,
 * but for what an operation needs besides (iam:PassRole, ecs:TagResource) and what a push to the registry comes to.
 */
export const permissions: readonly Permission[] = [
  needs('ecr:GetAuthorizationToken', ['build'], registry),
  needs('ecr:BatchGetImage', ['build', 'follow', ...release], repository),
  needs('ecr:GetDownloadUrlForLayer', ['build', ...release], repository, {
    without: 'it is not known which commit and architecture an image in ECR is of',
  }),
  needs('ecr:DescribeImages', ['deploy'], repository, {
    without: 'the log does not say whether the image that goes out is older than the one that runs',
  }),
  needs('ecr:DescribeRepositories', ['build'], repository, {
    without: 'it is not known whether a tag may move',
  }),
  needs('ecr:BatchCheckLayerAvailability', ['build'], repository),
  needs('ecr:InitiateLayerUpload', ['build'], repository),
  needs('ecr:UploadLayerPart', ['build'], repository),
  needs('ecr:CompleteLayerUpload', ['build'], repository),
  needs('ecr:PutImage', ['build'], repository),

  needs('ecs:DescribeServices', all, service),
  needs('ecs:UpdateService', follow, service),
  needs('ecs:ListServiceDeployments', all, service, olderView),
  needs('ecs:DescribeServiceDeployments', follow, [service, serviceDeployments], olderView),
  needs('ecs:StopServiceDeployment', ['deploy', 'follow'], [service, serviceDeployments], {
    without: 'a failed deployment is put back by another UpdateService',
  }),
  needs('ecs:DescribeServiceRevisions', all, [service, serviceRevisions], {
    without: 'it is not known what was deployed before, where the service does not show it',
  }),
  needs('ecs:DescribeTaskDefinition', all, taskDefinitions),
  needs('ecs:RegisterTaskDefinition', ['deploy'], family),
  needs('ecs:TagResource', ['deploy'], newRevision, { when: 'the revision has tags' }),
  needs('iam:PassRole', ['deploy'], passedRoles, { when: 'the revision names a role' }),
  needs('ecs:ListTasks', follow, clusterTasks, lessWhy),
  needs('ecs:DescribeTasks', follow, tasks, lessWhy),
  needs('logs:GetLogEvents', follow, logStreams, {
    without: 'the log does not show the last lines of a failed container',
  }),
  needs('elasticloadbalancing:DescribeTargetHealth', follow, targets, {
    without: 'the health of targets is not seen',
  }),

  needs('iam:GetRole', release, roles, unknown),
  needs('iam:SimulatePrincipalPolicy', release, ownPrincipal, unknown),
  needs('logs:DescribeLogGroups', release, logGroupArns, unknown),
  needs('secretsmanager:DescribeSecret', release, secrets, unknown),
  needs('ssm:DescribeParameters', release, surroundings, unknown),
  needs('ec2:DescribeSubnets', release, surroundings, unknown),
  needs('elasticloadbalancing:DescribeTargetGroups', release, surroundings, unknown),
  needs('elasticloadbalancing:DescribeTargetGroupAttributes', release, surroundings, unknown),
  needs('cloudwatch:DescribeAlarms', ['deploy', 'follow', 'plan'], surroundings, unknown),

  needs('sts:AssumeRole', awsCommands, chainedRole, { when: 'ECS_CD_CHAINED_ROLE_ARN is set' }),
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
      return [
        {
          Sid: resource.sid,
          Effect: 'Allow',
          Action: own.map(({ action }) => action),
          Resource,
          ...(resource.condition ? { Condition: resource.condition(place) } : {}),
        },
      ];
    }),
  );
}
