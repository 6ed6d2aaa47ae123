import { somebodyDeploys } from '../scenarios/given/givens';
import type { ServiceFixture } from '../service-fixture';
import { error, unknown, warning, type Case } from './cases';
import { all, base, denied } from './look-ahead';

const decides =
  (...[action, decision]: Parameters<ServiceFixture['aws']['world']['setDecision']>) =>
  ({ aws }: ServiceFixture) =>
    aws.world.setDecision(action, decision);
/** An image for these platforms under the tag v2. */
const builtFor =
  (...architectures: readonly string[]) =>
  ({ aws: { world } }: ServiceFixture) =>
    void world.putImageIndex('team/web', 'v2', architectures);
const single =
  (architecture: string) =>
  ({ aws: { world } }: ServiceFixture) =>
    void world.putImage('team/web', 'v2', { architecture });
const policy =
  (...rules: readonly object[]) =>
  async ({ aws: { world, clock } }: ServiceFixture) => {
    await clock.sleep(60_000);
    world.putImage('team/web', 'v2', { revision: 'commit-v2', environment: ['NEW=1'] });
    world.setLifecyclePolicy('team/web', rules);
  };
const expiry = (rulePriority: number, selection: object) => ({
  rulePriority,
  selection: { tagStatus: 'any', countType: 'imageCountMoreThan', ...selection },
  action: { type: 'expire' },
});
const keepLive = expiry(1, { tagStatus: 'tagged', tagPatternList: ['live-*'], countNumber: 9 });
const byAge = (countNumber: number) =>
  expiry(5, { countType: 'sinceImagePushed', countUnit: 'days', countNumber });
const newestOnly = expiry(6, { countNumber: 1 });
const archived = async (fixture: ServiceFixture) => {
  await policy(keepLive)(fixture);
  fixture.aws.world.archiveImage('team/web', 'v1');
};
const arm = base({ runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' } });

/** What is brought there, by whom, and what happens there meanwhile. */
export const releaseCases: readonly Case[] = [
  {
    what: 'the wrong account',
    appears: { env: { ECS_CD_ACCOUNT_ID: '999999999999' } },
    finding: error('ECS_CD_ACCOUNT_ID', /lead to account 123456789012, not to 999999999999/),
    absent: [{ env: { ECS_CD_ACCOUNT_ID: '123456789012' } }, {}],
  },
  {
    what: 'the wrong account though AWS does not say who calls',
    appears: { given: denied('GetCallerIdentity'), env: { ECS_CD_ACCOUNT_ID: '999999999999' } },
    finding: error('ECS_CD_ACCOUNT_ID', /not to 999999999999/),
    absent: [{ given: denied('GetCallerIdentity'), env: { ECS_CD_ACCOUNT_ID: '123456789012' } }],
  },
  {
    what: 'a service that is being deleted',
    appears: { fixture: { service: { status: 'DRAINING' } } },
    finding: error('SERVICE_NAME', /DRAINING, not ACTIVE/),
  },
  {
    what: 'a service of CodeDeploy',
    appears: { fixture: { service: { controller: 'CODE_DEPLOY' } } },
    finding: error('SERVICE_NAME', /controller CODE_DEPLOY/),
  },
  {
    what: 'a service without tasks',
    appears: { fixture: { desiredCount: 0 } },
    finding: warning('SERVICE_NAME', /desired count of service web is 0/),
  },
  {
    what: "somebody else's deployment, which is replaced",
    appears: { given: somebodyDeploys },
    finding: warning('ECS_CD_IN_PROGRESS', /of outside:1 is in progress: this one replaces it/),
  },
  {
    what: "somebody else's deployment, where that is refused",
    appears: { given: somebodyDeploys, env: { ECS_CD_IN_PROGRESS: 'refuse' } },
    finding: error('ECS_CD_IN_PROGRESS', /of outside:1 is in progress/),
    absent: [{ env: { ECS_CD_IN_PROGRESS: 'refuse' } }],
  },
  {
    what: "somebody else's deployment, which is waited for",
    appears: { given: somebodyDeploys, env: { ECS_CD_IN_PROGRESS: 'wait' } },
    finding: warning('ECS_CD_IN_PROGRESS', /waits for its end/),
    absent: [{ env: { ECS_CD_IN_PROGRESS: 'wait' } }],
  },
  {
    what: 'an index without the platform of the tasks',
    appears: { given: builtFor('arm64') },
    finding: error('DOCKER_TAG', /built for linux\/arm64, and the tasks run on linux\/amd64/),
    absent: [{ given: builtFor('arm64', 'amd64') }, { given: all(builtFor('aarch64'), arm) }],
  },
  {
    what: 'a single image that says it is for another platform',
    appears: { given: all(single('amd64'), arm) },
    finding: warning('DOCKER_TAG', /says that it is built for linux\/amd64.*exec format error/),
    absent: [{ given: all(single('arm64'), arm) }, { given: single('x86_64') }],
  },
  {
    what: 'an image whose configuration may not be read',
    appears: { given: denied('GetDownloadUrlForLayer') },
    finding: unknown('image architecture', /ecr:GetDownloadUrlForLayer/),
  },
  {
    what: 'an image whose configuration is none',
    appears: {
      given: ({ aws: { world } }) => void world.putImage('team/web', 'v2', { configText: '<html>' }),
    },
    finding: unknown('image architecture', /no JSON object/),
  },
  {
    what: 'a lifecycle policy that takes the image away',
    appears: { given: policy(byAge(30)) },
    finding: warning(
      'lifecycle policy',
      /rule 5 expires the image of this release .* on \d{4}-/,
      /ECS_CD_LIVE_TAG/,
    ),
    absent: [{}, { given: policy(keepLive, byAge(30)), env: { ECS_CD_LIVE_TAG: 'live-staging' } }],
  },
  {
    what: 'a lifecycle policy that takes away the image to go back to',
    appears: { given: policy(newestOnly) },
    finding: warning('lifecycle policy', /rule 6 expires the image that a rollback goes back to .*24 hours/),
  },
  {
    what: 'a lifecycle policy that has archived the image to go back to',
    appears: { given: archived },
    finding: warning('lifecycle policy', /goes back to .* is in the archive of ECR/),
  },
  {
    what: 'a lifecycle policy that may not be read',
    appears: { given: denied('GetLifecyclePolicy') },
    finding: unknown('lifecycle policy', /ecr:GetLifecyclePolicy/),
  },
  {
    what: 'a chart under the tag of the image',
    appears: {
      given: ({ aws: { world } }) =>
        void world.putImage('team/web', 'v2', { configType: 'application/vnd.cncf.helm.config.v1+json' }),
    },
    finding: error('DOCKER_TAG', /not a runnable image: its manifest says .*helm/),
  },
  {
    what: 'an action that no policy allows',
    appears: { given: decides('iam:PassRole', { decision: 'implicitDeny' }) },
    finding: warning('permissions', /not allowed iam:PassRole on .*web-execution: no policy allows it/),
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
    finding: warning('permissions', /ecs:UpdateService .*service control policy/),
  },
  {
    what: 'an action that hangs on what the simulation is not told',
    appears: {
      given: decides('ecs:UpdateService', {
        decision: 'implicitDeny',
        missingContext: ['aws:ResourceTag/team'],
      }),
    },
    finding: unknown('permissions', /depends on aws:ResourceTag\/team/),
    absent: [
      { given: decides('iam:PassRole', { decision: 'allowed', missingContext: ['iam:PassedToService'] }) },
    ],
  },
  {
    what: 'actions that may not be asked about',
    appears: { given: denied('SimulatePrincipalPolicy') },
    finding: unknown('permissions', /iam:SimulatePrincipalPolicy/),
  },
  {
    what: 'nobody who takes a failed deployment back',
    appears: { env: { ECS_CD_ROLLBACK: 'off' } },
    finding: warning('ECS_CD_ROLLBACK', /a failed deployment is left in place/),
    absent: [
      {},
      {
        env: { ECS_CD_ROLLBACK: 'off' },
        fixture: { configuration: { deploymentCircuitBreaker: { enable: true, rollback: true } } },
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
    finding: warning('rollback', /nothing to go back to/),
  },
  {
    what: 'a way back onto another family, which the policy of iam-policy does not allow',
    appears: { fixture: { service: { taskDefinition: 'outside' } } },
    finding: warning(
      'rollback',
      /outside:1.* belongs to another family than web: .*ecs:UpdateService is limited to web/,
    ),
    absent: [{}, { fixture: { service: { taskDefinition: 'outside' } }, env: { ECS_CD_ROLLBACK: 'off' } }],
  },
];
