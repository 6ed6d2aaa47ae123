import { expect } from 'chai';
import { lengthOf, longest, type PolicyDocument } from '../../runner/iam/policy-document';
import { chained, print, shopNames } from './printed';

const policiesIn = (stdout: string) => JSON.parse(stdout) as Record<string, PolicyDocument>;

describe('the length of a policy', () => {
  it('fits into managed policies and a trust policy with names as long as they come', async () => {
    const a = (count: number) => 'a'.repeat(count);
    const longNames = {
      ...chained,
      REPOSITORY_URL: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/${a(206)}`,
      CLUSTER_NAME: a(255),
      SERVICE_NAME: a(255),
      TASK_FAMILY: a(255),
      ECS_CD_TASK_ROLE_ARN: `arn:aws:iam::123456789012:role/${a(64)}`,
      CI_PROJECT_PATH: `${a(255)}/${a(255)}`,
    };
    expect(policiesIn((await print([], longNames)).stdout)).to.not.have.property('deploy-2');
    const options = {
      ECS_CD_LIVE_TAG: a(128),
      ECS_CD_EXPRESS: 'on',
      ECS_CD_RUN: 'true',
      ECS_CD_SCHEDULES: a(64),
    };
    const policies = policiesIn((await print([], { ...longNames, ...options })).stdout);
    expect(policies).to.include.all.keys('deploy', 'deploy-2');
    for (const [kind, policy] of Object.entries(policies)) {
      const most = kind.endsWith('trust') ? longest.trustPolicy : longest.managedPolicy;
      expect(lengthOf(policy), kind).to.be.at.most(most);
    }
  });

  it('refuses to print what IAM would not take for its length', async () => {
    const ECS_CD_REFS = Array.from({ length: 40 }, (_, index) => `release/${index}`).join();
    const { exitCode, stdout, stderr } = await print(['--policy', 'trust'], { ...shopNames, ECS_CD_REFS });
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 2, stdout: '' });
    expect(stderr).to.contain('IAM takes 2048').and.contain('ECS_CD_REFS');
  });
});
