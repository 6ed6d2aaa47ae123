import { expect } from 'chai';
import { passRoleFixOf, refusalFixOf } from '../../runner/causes/refusal';
import { variables } from '../../runner/settings/variables/variables';

const role = 'arn:aws:iam::123456789012:role/webExecution';
const passRole = `User: arn:aws:iam::123456789012:user/ci is not authorized to perform: iam:PassRole on resource: ${role} because no identity-based policy allows the iam:PassRole action`;

const refusal = (operation: string, name: string, message: string) => ({ operation, name, message });
const revision = (message: string) => refusal('RegisterTaskDefinition', 'ClientException', message);
const update = (name: string, message: string) => refusal('UpdateService', name, message);

/** What AWS answers instead of doing it, and what the fix has to name. */
const known: readonly (readonly [ReturnType<typeof refusal>, readonly string[]])[] = [
  [revision("Invalid 'cpu' setting for task."), ['cpu', 'TASK_FAMILY']],
  [revision('No Fargate configuration exists for given values.'), ['memory', 'TASK_FAMILY']],
  [
    revision('Fargate requires task definition to have execution role ARN to support ECR images.'),
    ['executionRoleArn', 'TASK_FAMILY'],
  ],
  [
    revision('Fargate requires task definition to have execution role ARN to support log driver awslogs.'),
    ['executionRoleArn'],
  ],
  [refusal('DescribeServices', 'BlockedException', 'Your AWS account was blocked.'), ['AWS Support']],
  [revision('Tags can not be empty.'), ['tags', 'TASK_FAMILY']],
  [revision('Container.name should not be null or empty.'), ['latest revision', 'TASK_FAMILY']],
  [
    update(
      'InvalidParameterException',
      'The service couldn’t be updated because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.',
    ),
    ['taskRoleArn', 'enableExecuteCommand', 'SERVICE_NAME'],
  ],
  [
    update(
      'InvalidParameterException',
      'Either all or none of the provided loadBalancers must have advancedConfiguration defined',
    ),
    ['loadBalancers', 'SERVICE_NAME'],
  ],
  [update('ClientException', 'TaskDefinition is inactive'), ['register', 'TASK_FAMILY']],
  [
    update(
      'InvalidParameterException',
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    ),
    ['awsvpc', 'TASK_FAMILY', 'SERVICE_NAME'],
  ],
  [
    update(
      'InvalidParameterException',
      'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
    ),
    ['deployment controller', 'SERVICE_NAME'],
  ],
  [
    update('PlatformUnknownException', 'The specified platform version does not exist.'),
    ['correct what ECS names', 'SERVICE_NAME'],
  ],
  [
    refusal('ListServiceDeployments', 'ServiceNotFoundException', 'Service not found.'),
    ['SERVICE_NAME', 'CLUSTER_NAME', 'AWS_DEFAULT_REGION'],
  ],
  [
    update('ServiceNotActiveException', 'Service was not ACTIVE.'),
    ['create the service again', 'CLUSTER_NAME'],
  ],
  [
    update(
      'InvalidParameterException',
      'Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
    ),
    ['AWSServiceRoleForECS'],
  ],
];

describe('what to change where ECS refuses a call', () => {
  for (const [told, names] of known)
    it(`follows from ${told.operation} ${told.name}: ${told.message}`, () => {
      const fix = refusalFixOf(told, {}) ?? '';
      for (const name of names) expect(fix).to.contain(name);
      const notOurs = new Set<string>(fix.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g));
      for (const { name } of variables) notOurs.delete(name);
      expect([...notOurs]).to.deep.equal([]);
    });

  it('names the service where it is known, and the variable where that is to be set', () => {
    const names = { SERVICE_NAME: 'web', CLUSTER_NAME: 'shop' };
    expect(refusalFixOf(refusal('UpdateService', 'ServiceNotFoundException', ''), names)).to.match(
      /^set SERVICE_NAME to a service of the cluster shop in AWS_DEFAULT_REGION/,
    );
  });

  it('is to allow iam:PassRole on the role that AWS names', () => {
    for (const word of ['iam:PassRole', role, 'ECS_CD_ROLE_ARN'])
      expect(passRoleFixOf(passRole, {})).to.contain(word);
  });

  it('is not known of what any service of AWS may answer', () => {
    const denied = 'User: x is not authorized to perform: ecs:UpdateService';
    for (const one of [
      update('AccessDeniedException', denied),
      update('constructor', 'toString'),
      refusal('DescribeClusters', 'ClientException', 'something else'),
    ]) {
      expect(refusalFixOf(one, {})).to.equal(undefined);
      expect(passRoleFixOf(one.message, {})).to.equal(undefined);
    }
  });
});
