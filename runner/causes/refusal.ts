import { awsErrorKindOf } from '../aws/aws-error-kind';
import { namedIn, withoutFullStop, type Cause, type Rule } from './cause';
import { refusedRevision, refusedUpdate } from './refused-settings';

interface Refusal {
  readonly operation: string;
  readonly name: string;
  readonly message: string;
}

/** Refusals that stand in the text, under more than one name (field report). */
const byText: readonly Rule[] = [
  {
    says: /not authorized to perform: iam:PassRole/,
    cause: (text) => {
      const role = namedIn(text, /on resource: ([^\s]+)/) ?? 'the roles of TASK_FAMILY';
      return {
        id: 'pass-role-denied',
        explanation: `the user or role of this job may not hand ${role} to ECS`,
        fix: `allow iam:PassRole on ${role} to it (the owner of AWS_ACCESS_KEY_ID, or ECS_CD_ROLE_ARN), for taskRoleArn and executionRoleArn both, with the condition iam:PassedToService ecs-tasks.amazonaws.com`,
        fault: 'release',
      };
    },
  },
  {
    says: /assume the service linked role/i,
    cause: () => ({
      id: 'service-linked-role',
      explanation: 'the service-linked role of ECS is missing in this account',
      fix: 'create AWSServiceRoleForECS once: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com',
      fault: 'release',
    }),
  },
  {
    says: /too many concurrent attempts to create a new revision/i,
    cause: () => throttled('registers revisions of TASK_FAMILY too fast'),
  },
];

/** (AWS docs) what each of these errors means, whichever call it answers. */
const byName = new Map<string, () => Cause>([
  ['ServiceNotFoundException', serviceMissing],
  [
    'ServiceNotActiveException',
    () => ({
      id: 'service-inactive',
      explanation: 'the service is deleted, or being deleted',
      fix: 'create the service again, or set SERVICE_NAME to another one of the cluster CLUSTER_NAME',
      fault: 'release',
    }),
  ],
  [
    'ClusterNotFoundException',
    () => ({
      id: 'cluster-missing',
      explanation: 'the cluster does not exist in this account and region',
      fix: 'set CLUSTER_NAME to a cluster of this account in AWS_DEFAULT_REGION, or correct the region',
      fault: 'release',
    }),
  ],
]);

/** The cause of an AWS call's refusal; AWS's general ones (permission, credentials, outage) are not ECS's to explain. */
export function refusalCause({ operation, name, message }: Refusal): Cause | undefined {
  const told = byText.find(({ says }) => says.test(message));
  if (told) return told.cause(message);
  if (awsErrorKindOf({ name }) === 'throttled') return throttled('makes too many calls');
  if (operation === 'DescribeServices' && name === 'MISSING') return serviceMissing();
  if (operation === 'DescribeServices' && name === 'INACTIVE')
    return byName.get('ServiceNotActiveException')?.();
  const named = byName.get(name);
  if (named) return named();
  if (operation === 'RegisterTaskDefinition') return refusedRevision(name, withoutFullStop(message));
  return operation === 'UpdateService' ? refusedUpdate(name, withoutFullStop(message)) : undefined;
}

function serviceMissing(): Cause {
  return {
    id: 'service-missing',
    explanation: 'the cluster has no such service',
    fix: 'set SERVICE_NAME to a service of the cluster CLUSTER_NAME in AWS_DEFAULT_REGION, or create the service',
    fault: 'release',
  };
}

function throttled(deed: string): Cause {
  return {
    id: 'throttled',
    explanation: `AWS throttles this account, which ${deed}`,
    fix: 'run the job again; if it persists, run fewer jobs at once or ask AWS to raise the API limit in AWS_DEFAULT_REGION',
    fault: 'surroundings',
  };
}
