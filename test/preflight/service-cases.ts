import type { LoadBalancer } from '@aws-sdk/client-ecs';
import { somebodyDeploys } from '../scenarios/givens';
import type { Shop } from '../shop';
import type { Case } from './cases';
import { all, base, denied } from './look-ahead';

const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1';
const behind = (change: Partial<LoadBalancer> = {}) => ({
  service: { loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080, ...change }] },
});
const percents = { minimumHealthyPercent: 100, maximumPercent: 100 };
const decides =
  (...[action, decision]: Parameters<Shop['aws']['world']['setDecision']>) =>
  ({ aws }: Shop) =>
    aws.world.setDecision(action, decision);
/** An image for these platforms under the tag v2. */
const builtFor =
  (...architectures: readonly string[]) =>
  ({ aws: { world } }: Shop) =>
    void world.putImageIndex('team/web', 'v2', architectures);
const single =
  (architecture: string) =>
  ({ aws: { world } }: Shop) =>
    void world.putImage('team/web', 'v2', { architecture });
const subnet =
  (id: string, options: Parameters<Shop['aws']['world']['createSubnet']>[1]) =>
  ({ aws }: Shop) =>
    aws.world.createSubnet(id, options);
const arm = base({ runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' } });

/** Where the tasks go, and who brings them there. */
export const serviceCases: readonly Case[] = [
  {
    what: 'the wrong account',
    appears: { env: { ECS_CD_ACCOUNT_ID: '999999999999' } },
    finding: {
      severity: 'error',
      subject: 'ECS_CD_ACCOUNT_ID',
      message: /lead to account 123456789012, not to 999999999999/,
    },
    absent: [{ env: { ECS_CD_ACCOUNT_ID: '123456789012' } }, {}],
  },
  {
    what: 'the wrong account though AWS does not say who calls',
    appears: { given: denied('GetCallerIdentity'), env: { ECS_CD_ACCOUNT_ID: '999999999999' } },
    finding: { severity: 'error', subject: 'ECS_CD_ACCOUNT_ID', message: /not to 999999999999/ },
    absent: [{ given: denied('GetCallerIdentity'), env: { ECS_CD_ACCOUNT_ID: '123456789012' } }],
  },
  {
    what: 'a service that is being deleted',
    appears: { shop: { service: { status: 'DRAINING' } } },
    finding: { severity: 'error', subject: 'SERVICE_NAME', message: /DRAINING, not ACTIVE/ },
    absent: [{}],
  },
  {
    what: 'a service of CodeDeploy',
    appears: { shop: { service: { controller: 'CODE_DEPLOY' } } },
    finding: { severity: 'error', subject: 'SERVICE_NAME', message: /controller CODE_DEPLOY/ },
    absent: [{}],
  },
  {
    what: 'a service without tasks',
    appears: { shop: { desiredCount: 0 } },
    finding: { severity: 'warning', subject: 'SERVICE_NAME', message: /desired count of web is 0/ },
    absent: [{}],
  },
  {
    what: "somebody else's deployment, which is replaced",
    appears: { given: somebodyDeploys },
    finding: {
      severity: 'warning',
      subject: 'ECS_CD_IN_PROGRESS',
      message: /of outside:1 is in progress: this one replaces it/,
    },
    absent: [{}],
  },
  {
    what: "somebody else's deployment, where that is refused",
    appears: { given: somebodyDeploys, env: { ECS_CD_IN_PROGRESS: 'refuse' } },
    finding: { severity: 'error', subject: 'ECS_CD_IN_PROGRESS', message: /of outside:1 is in progress/ },
    absent: [{ env: { ECS_CD_IN_PROGRESS: 'refuse' } }],
  },
  {
    what: "somebody else's deployment, which is waited for",
    appears: { given: somebodyDeploys, env: { ECS_CD_IN_PROGRESS: 'wait' } },
    finding: { severity: 'warning', subject: 'ECS_CD_IN_PROGRESS', message: /waits for its end/ },
    absent: [{ env: { ECS_CD_IN_PROGRESS: 'wait' } }],
  },
  {
    what: 'an index without the platform of the tasks',
    appears: { given: builtFor('arm64') },
    finding: {
      severity: 'error',
      subject: 'DOCKER_TAG',
      message: /built for linux\/arm64, and the tasks run on linux\/amd64/,
    },
    absent: [{ given: builtFor('arm64', 'amd64') }, { given: all(builtFor('arm64'), arm) }],
  },
  {
    what: 'a single image that says it is for another platform',
    appears: { given: all(single('amd64'), arm) },
    finding: {
      severity: 'warning',
      subject: 'DOCKER_TAG',
      message: /says that it is built for linux\/amd64.*exec format error/,
    },
    absent: [{ given: all(single('arm64'), arm) }, { given: single('amd64') }],
  },
  {
    what: 'an image whose configuration may not be read',
    appears: { given: denied('GetDownloadUrlForLayer') },
    finding: { severity: 'unknown', subject: 'image architecture', message: /ecr:GetDownloadUrlForLayer/ },
    absent: [{}],
  },
  {
    what: 'a container that the service knows and the task definition does not',
    appears: { shop: behind({ containerName: 'proxy' }) },
    finding: {
      severity: 'error',
      subject: 'load balancer',
      message: /container proxy, and the task definition has only web/,
    },
    absent: [{ shop: behind() }],
  },
  {
    what: 'a target group for instances',
    appears: {
      shop: behind(),
      given: ({ aws }) => aws.world.setTargetGroup(targetGroupArn, { TargetType: 'instance' }),
    },
    finding: {
      severity: 'error',
      subject: 'load balancer',
      message: /type instance, and tasks in network mode awsvpc are of type ip/,
    },
    absent: [{ shop: behind() }],
  },
  {
    what: 'a target group that is gone',
    appears: { shop: behind(), given: ({ aws }) => aws.world.setTargetGroup(targetGroupArn, 'deleted') },
    finding: { severity: 'error', subject: 'load balancer', message: /does not exist any more/ },
    absent: [{ shop: behind() }],
  },
  {
    what: 'a target group that nothing sends to',
    appears: {
      shop: behind(),
      given: ({ aws }) => aws.world.setTargetGroup(targetGroupArn, { LoadBalancerArns: [] }),
    },
    finding: { severity: 'warning', subject: 'load balancer', message: /no load balancer sends anything/ },
    absent: [{ shop: behind() }],
  },
  {
    what: 'target groups that may not be looked at',
    appears: { shop: behind(), given: denied('DescribeTargetGroups') },
    finding: {
      severity: 'unknown',
      subject: 'load balancer',
      message: /elasticloadbalancing:DescribeTargetGroups/,
    },
    absent: [{ given: denied('DescribeTargetGroups') }],
  },
  {
    what: 'percents that let ECS neither stop nor start a task',
    appears: { shop: { configuration: percents } },
    finding: {
      severity: 'error',
      subject: 'deployment percents',
      message: /with 2 tasks, minimumHealthyPercent 100.*maximumPercent 100/,
    },
    absent: [
      {},
      { shop: { configuration: { minimumHealthyPercent: 50, maximumPercent: 100 } } },
      { shop: { desiredCount: 0, configuration: percents } },
    ],
  },
  {
    what: 'the same percents where tasks come and go anyway',
    appears: {
      shop: { configuration: percents },
      given: ({ aws: { world } }) =>
        world.updateService({ cluster: 'shop', service: 'web', desiredCount: 3 }),
    },
    finding: { severity: 'warning', subject: 'deployment percents', message: /maximumPercent 100/ },
    absent: [{}],
  },
  {
    what: 'a subnet without a free address',
    appears: { given: subnet('subnet-1', { freeAddresses: 0, availabilityZone: 'eu-central-1b' }) },
    finding: {
      severity: 'warning',
      subject: 'subnet subnet-1',
      message: /no free IP address \(eu-central-1b\)/,
    },
    absent: [
      { given: subnet('subnet-1', { freeAddresses: 1 }) },
      { given: subnet('subnet-1', { isIpv6Only: true }) },
    ],
  },
  {
    what: 'a subnet that is gone',
    appears: {
      shop: {
        service: { settings: { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-9'] } } } },
      },
    },
    finding: { severity: 'error', subject: 'subnets', message: /does not exist any more/ },
    absent: [{}],
  },
  {
    what: 'subnets that may not be looked at',
    appears: { given: denied('DescribeSubnets') },
    finding: { severity: 'unknown', subject: 'subnets', message: /ec2:DescribeSubnets/ },
    absent: [{}],
  },
  {
    what: 'an action that no policy allows',
    appears: { given: decides('iam:PassRole', { decision: 'implicitDeny' }) },
    finding: {
      severity: 'warning',
      subject: 'permissions',
      message: /may not do iam:PassRole on .*role\/web-execution: no policy allows it/,
    },
    absent: [
      {},
      { given: decides('iam:PassRole', { decision: 'allowed', missingContext: ['aws:SourceIp'] }) },
      { given: decides('ecs:DeleteService', { decision: 'implicitDeny' }) },
    ],
  },
  {
    what: 'an action that the organization forbids',
    appears: {
      given: decides('ecs:UpdateService', {
        decision: 'implicitDeny',
        isAllowedByOrganization: false,
        missingContext: ['aws:RequestedRegion'],
      }),
    },
    finding: {
      severity: 'warning',
      subject: 'permissions',
      message: /ecs:UpdateService .*service control policy/,
    },
    absent: [{}],
  },
  {
    what: 'an action that hangs on what the simulation is not told',
    appears: {
      given: decides('ecs:UpdateService', {
        decision: 'implicitDeny',
        missingContext: ['aws:ResourceTag/team'],
      }),
    },
    finding: { severity: 'unknown', subject: 'permissions', message: /depends on aws:ResourceTag\/team/ },
    absent: [
      { given: decides('iam:PassRole', { decision: 'allowed', missingContext: ['iam:PassedToService'] }) },
    ],
  },
  {
    what: 'actions that may not be asked about',
    appears: { given: denied('SimulatePrincipalPolicy') },
    finding: { severity: 'unknown', subject: 'permissions', message: /iam:SimulatePrincipalPolicy/ },
    absent: [{}],
  },
  {
    what: 'nobody who takes a failed deployment back',
    appears: { env: { ECS_CD_ROLLBACK: 'off' } },
    finding: { severity: 'warning', subject: 'ECS_CD_ROLLBACK', message: /a deployment that fails stays/ },
    absent: [
      {},
      {
        env: { ECS_CD_ROLLBACK: 'off' },
        shop: { configuration: { deploymentCircuitBreaker: { enable: true, rollback: true } } },
      },
    ],
  },
  {
    what: 'nothing to go back to',
    appears: {
      given: ({ aws: { world } }) => {
        world.forgetService('shop', 'web');
        world.createService({
          cluster: 'shop',
          name: 'web',
          taskDefinition: 'web',
          desiredCount: 2,
          isNew: true,
        });
      },
    },
    finding: { severity: 'warning', subject: 'rollback', message: /nothing to go back to/ },
    absent: [{}],
  },
];
