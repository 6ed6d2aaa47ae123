import { expect } from 'chai';
import { existsSync } from 'node:fs';
import type { PolicyDocument } from '../../runner/iam/policy-document';
import { requestsOf } from './authorizations';
import { deniedBy } from './least-privilege';
import { grammarMistakesIn } from './policy-grammar';
import { chained, print, printedPolicy, shopNames } from './printed';

const policiesIn = (stdout: string) => JSON.parse(stdout) as Record<string, PolicyDocument>;
const everyString = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(everyString) : [String(value)];

describe('ecs-cd iam-policy', () => {
  it('prints nothing but the policies to stdout, so that they can be piped on', async () => {
    const { exitCode, stdout, stderr } = await print([], {
      ...shopNames,
      CI_DEBUG_TRACE: 'true',
      GITLAB_CI: 'true',
    });
    expect(exitCode, stderr).to.equal(0);
    expect(Object.keys(policiesIn(stdout))).to.deep.equal(['build', 'scan', 'deploy', 'plan', 'trust']);
    expect(stderr)
      .to.match(/ecs-cd \S+ iam-policy/)
      .and.contain('CI_DEBUG_TRACE');
  });

  it('prints one policy as AWS takes it, when one is asked for by its name', async () => {
    for (const kind of ['build', 'scan', 'deploy', 'plan', 'trust']) {
      expect(await printedPolicy(kind), kind).to.have.all.keys('Version', 'Statement');
    }
  });

  it('needs no credentials, writes no dotenv, and for one policy only the names that are in it', async () => {
    const { REPOSITORY_URL, AWS_DEFAULT_REGION, CI_PROJECT_PATH } = shopNames;
    expect(Object.keys(shopNames).filter((name) => /KEY|TOKEN/.test(name))).to.deep.equal([]);
    expect((await print(['--policy=build'], { REPOSITORY_URL, AWS_DEFAULT_REGION })).exitCode).to.equal(0);
    expect((await print(['--policy=trust'], { REPOSITORY_URL, CI_PROJECT_PATH })).exitCode).to.equal(0);
    expect((await print(['--policy=deploy'], {})).exitCode).to.equal(2);
    expect(existsSync('/nowhere')).to.equal(false);
  });

  it('prints what it can where no policy is named, and says what it leaves out and why', async () => {
    const { REPOSITORY_URL, AWS_DEFAULT_REGION } = shopNames;
    const { exitCode, stdout, stderr } = await print([], { REPOSITORY_URL, AWS_DEFAULT_REGION });
    expect(exitCode, stderr).to.equal(0);
    expect(Object.keys(policiesIn(stdout))).to.deep.equal(['build', 'scan']);
    expect(stderr).to.contain(
      'deploy is left out: CLUSTER_NAME, SERVICE_NAME, TASK_FAMILY not set (fix: pass --cluster-name, --service-name, --task-family)',
    );
    expect(stderr).to.contain('trust is left out: ECS_CD_PROJECT not set (fix: pass --project)');
    expect((await print([], {})).exitCode).to.equal(2);
  });

  it('keeps to the grammar of IAM', async () => {
    for (const [kind, policy] of Object.entries(policiesIn((await print([], chained)).stdout))) {
      expect(grammarMistakesIn(policy, kind.endsWith('trust') ? 'trust' : 'identity'), kind).to.deep.equal(
        [],
      );
    }
  });

  it('doubts a role of ECS that is in another account than the service', async () => {
    const roles = ['123456789012', '210987654321'].map((account) => `arn:aws:iam::${account}:role/balancing`);
    const { stderr } = await print(['--policy', 'deploy', '--ecs-role-arns', roles.join(',')]);
    const [own = '', other = ''] = roles;
    expect(stderr)
      .to.contain(`--ecs-role-arns: ${other} is not in account 123456789012`)
      .and.not.contain(own);
  });

  it('says what it leaves out because nobody said which role and which log group it is', async () => {
    const { stderr, stdout } = await print(['--policy', 'deploy'], {
      ...shopNames,
      ECS_CD_EXECUTION_ROLE_ARN: '',
      ECS_CD_LOG_GROUPS: '',
    });
    expect(stderr).to.contain('iam:PassRole is left out').and.contain('logs:GetLogEvents is left out');
    expect(stderr).to.contain('--execution-role-arn').and.contain('--log-groups');
    expect(stdout).to.not.contain('iam:PassRole').and.not.contain('logs:GetLogEvents');
  });

  it('does not ask for log groups where no policy would have them', async () => {
    const { stderr } = await print(['--policy', 'plan', '--log-groups', '/shop/web']);
    expect(stderr).to.not.contain('is left out');
  });

  it('warns of a trust that lets every branch or tag in, in whatever way it is written', async () => {
    const whole = 'project_path:shop/web:';
    for (const [ECS_CD_REFS, words] of [
      ['*', 'every branch is trusted'],
      ['tag:*', 'every tag is trusted'],
      [`${whole}*`, 'every branch and every tag is trusted'],
      [`${whole}ref_type:*`, 'every branch and every tag is trusted'],
      [`main,${whole}ref_type:b*`, 'every branch is trusted'],
    ] as const) {
      const { stderr } = await print(['--policy', 'trust'], {
        ...shopNames,
        CI_PROJECT_PATH: 'shop/web',
        ECS_CD_REFS,
      });
      expect(stderr, ECS_CD_REFS).to.contain(`${words}: whoever can push`);
    }
    for (const ECS_CD_REFS of ['main', 'release/*', 'tag:v*', `${whole}ref_type:branch:ref:release*`]) {
      const { stderr } = await print(['--policy', 'trust'], {
        ...shopNames,
        CI_PROJECT_PATH: 'shop/web',
        ECS_CD_REFS,
      });
      expect(stderr, ECS_CD_REFS).to.not.contain('every ').and.not.contain('verdict');
    }
  });

  it('names, with every trust and with nothing else, the GitLab from which on a fork has no `sub` of the project', async () => {
    for (const args of [['--policy', 'trust'], []]) {
      expect((await print(args, shopNames)).stderr.match(/GitLab before 18\.2\.2 /g)).to.have.lengthOf(1);
    }
    expect((await print(['--policy', 'deploy'], shopNames)).stderr).to.not.contain('18.2.2');
  });

  for (const [region, partition, host] of [
    ['cn-north-1', 'aws-cn', '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', '123456789012.dkr.ecr.us-gov-west-1.amazonaws.com'],
    ['eusc-de-east-1', 'aws-eusc', '123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu'],
  ] as const) {
    it(`writes ARNs of the partition ${partition} for ${region}`, async () => {
      const { stdout, stderr } = await print([], {
        ...shopNames,
        AWS_DEFAULT_REGION: region,
        REPOSITORY_URL: `${host}/team/web`,
        ECS_CD_EXECUTION_ROLE_ARN: `arn:${partition}:iam::123456789012:role/web`,
      });
      expect(stderr).to.not.contain('verdict');
      const arns = everyString(policiesIn(stdout)).filter((text) => text.startsWith('arn:'));
      expect(arns.filter((arn) => !arn.startsWith(`arn:${partition}:`))).to.deep.equal([]);
      expect(arns).to.not.be.empty;
    });
  }

  it('keeps the repository in its own account and region', async () => {
    const REPOSITORY_URL = '999999999999.dkr.ecr.us-east-1.amazonaws.com/team/web';
    const policy = JSON.stringify(await printedPolicy('deploy', { ...shopNames, REPOSITORY_URL }));
    expect(policy).to.contain('arn:aws:ecr:us-east-1:999999999999:repository/team/web');
    // The role of the tasks says which account the service is in.
    expect(policy).to.contain('arn:aws:ecs:eu-central-1:123456789012:service/shop/web');
  });

  it('takes names and ARNs alike, also those of services from before 2021', async () => {
    const byName = await printedPolicy('deploy');
    const arns = {
      CLUSTER_NAME: 'arn:aws:ecs:eu-central-1:123456789012:cluster/shop',
      SERVICE_NAME: 'arn:aws:ecs:eu-central-1:123456789012:service/shop/web',
      ECS_CD_LOG_GROUPS: 'arn:aws:logs:eu-central-1:123456789012:log-group:/shop/web:*',
    };
    expect(await printedPolicy('deploy', { ...shopNames, ...arns })).to.deep.equal(byName);
    const SERVICE_NAME = 'arn:aws:ecs:eu-central-1:123456789012:service/web';
    expect(JSON.stringify(await printedPolicy('deploy', { ...shopNames, SERVICE_NAME }))).to.contain(
      `"${SERVICE_NAME}"`,
    );
  });

  it('lets an update run a revision of the family, the last one again too, and no other, and no ECS Exec', async () => {
    const policy = await printedPolicy('deploy');
    const mayUpdate = (change: Readonly<Record<string, unknown>>) =>
      deniedBy(
        policy,
        requestsOf([
          {
            at: 0,
            service: 'ecs',
            operation: 'UpdateService',
            input: { cluster: 'shop', service: 'web', ...change },
          },
        ]),
      ).length === 0;
    const revision = (name: string) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/${name}`;
    expect(['web:8', 'web:1'].map((name) => mayUpdate({ taskDefinition: revision(name) }))).to.deep.equal([
      true,
      true,
    ]);
    expect(mayUpdate({ taskDefinition: revision('web-admin:1') })).to.equal(false);
    expect(mayUpdate({ desiredCount: 2 }), 'what is not named').to.equal(true);
    expect(mayUpdate({ enableExecuteCommand: false })).to.equal(true);
    expect(mayUpdate({ taskDefinition: revision('web:8'), enableExecuteCommand: true })).to.equal(false);
  });

  it('lets an update in Express Mode run a revision of the family, and no other', async () => {
    const policy = await printedPolicy('deploy', { ...shopNames, ECS_CD_EXPRESS: 'on' });
    const own = 'arn:aws:ecs:eu-central-1:123456789012';
    const deniedFor = (revision: string) =>
      deniedBy(policy, [
        {
          action: 'ecs:UpdateExpressGatewayService',
          resource: `${own}:service/shop/web`,
          context: { 'ecs:task-definition': `${own}:task-definition/${revision}` },
        },
      ]);
    expect(deniedFor('web:8')).to.deep.equal([]);
    expect(deniedFor('web-admin:1')).to.have.lengthOf(1);
  });

  it('limits the look at secrets to those that are named, by name or as the task definition has them', async () => {
    const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:';
    const policyFor = async (ECS_CD_SECRETS: string) => {
      const { Statement } = await printedPolicy('plan', { ...shopNames, ECS_CD_SECRETS });
      return Statement.find(({ Sid }) => Sid === 'Secrets');
    };
    expect((await policyFor(`web/a,${arn}web/b-AbCdEf:KEY::`))?.Resource).to.deep.equal([
      `${arn}web/a-??????`,
      `${arn}web/b-AbCdEf`,
    ]);
    expect((await policyFor(''))?.Resource).to.deep.equal([`${arn}*`]);
  });
});
