import { expect } from 'chai';
import { goodEnv, iamPolicy, problemsOf, sentenceOf } from '../settings/environments';
import { describeValues } from '../settings/values';

const command = 'iam-policy' as const;
const roleArn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const secretArn = (name: string) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}`;
const a = (count: number) => 'a'.repeat(count);
const sentencesOf = (env: Record<string, string | undefined>) => problemsOf(command, env).map(sentenceOf);

describe('the value of', () => {
  describeValues({
    ECS_CD_ACCOUNT_ID: {
      command,
      accepted: ['123456789012'],
      refused: [
        ['1234-5678-9012', 'is not an AWS account ID', 'write 123456789012'],
        ['shop', 'is not an AWS account ID'],
      ],
    },
    ECS_CD_TASK_ROLE_ARN: {
      command,
      accepted: [roleArn('web'), roleArn('team/web')],
      refused: [
        ['web', 'is not the ARN of an IAM role'],
        [roleArn('*/web'), 'has a wildcard in it', 'name one role'],
        [roleArn('x${aws:username}/web'), 'has a wildcard in it'],
      ],
    },
    ECS_CD_EXECUTION_ROLE_ARN: {
      command,
      accepted: [roleArn('web')],
      refused: [['arn:aws:iam::123456789012:user/web', 'is the ARN of a user, not of an IAM role']],
    },
    ECS_CD_LOG_GROUPS: {
      command,
      accepted: [
        '/ecs/web',
        '/ecs/web, /ecs/proxy',
        'arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/web:*',
      ],
      refused: [
        ['/ecs/*', '"*" is not allowed', '/ecs/web'],
        ['/ecs/web,', 'has an empty item', 'remove the extra comma'],
        ['arn:aws:s3:::bucket', 'is not a log group'],
        ['/a b,/c, /d!', '"/a b" is not', '"/d!" is not', 'write its name'],
        [a(513), 'more than 512 characters'],
      ],
    },
    ECS_CD_SECRETS: {
      command,
      accepted: ['web/database', 'web/a, web/b', `${secretArn('web/a')}-AbCdEf:KEY:AWSCURRENT:`],
      refused: [
        ['web/*', '"*" is not allowed', 'web/database'],
        [secretArn('web/?'), '"?" is not allowed'],
        ['arn:aws:ssm:eu-central-1:123456789012:parameter/web', 'is not a secret'],
        [a(513), 'more than 512 characters'],
      ],
    },
    ECS_CD_GITLAB_URL: {
      command,
      accepted: [
        'https://gitlab.example.com',
        'https://gitlab.example.com/',
        'https://example.com:8443/gitlab',
      ],
      refused: [
        ['gitlab.com', 'is not an http or https address', 'write https://gitlab.com'],
        ['https://gitlab.example.com/?a=b', 'has a query'],
      ],
    },
    ECS_CD_PROJECT: {
      command,
      accepted: ['shop/web', 'shop/team.a/web_1-x'],
      refused: [
        ['web', 'is not the path of a GitLab project', 'group/project'],
        ['shop/*', 'is not the path of a GitLab project'],
        ['/shop/web', 'is not the path of a GitLab project'],
        ['https://gitlab.com/shop/web', 'is not the path of a GitLab project'],
      ],
    },
    ECS_CD_REFS: {
      command,
      accepted: [
        'main',
        'main,release/*',
        'tag:v*',
        'branch:main',
        'project_path:team/app:ref_type:branch:ref:main:environment_protected:true',
      ],
      refused: [
        ['my branch', '" " is not allowed', 'release/*'],
        ['feature/${x}', 'GitLab did not replace'],
        ['tags:v1', 'is not a branch or a tag'],
        ['tag:', 'is not a branch or a tag'],
        ['main,,develop', 'has an empty item'],
        [
          'project_path:other/app:ref_type:branch:ref:main',
          'is of another project',
          'project_path:team/app:',
        ],
        ['project_path:*', 'is of another project'],
      ],
    },
    ECS_CD_ID_TOKEN_AUDIENCE: {
      command,
      accepted: ['https://gitlab.example.com', 'sts.amazonaws.com'],
      refused: [
        ['*', '"*" is not allowed'],
        ['my audience', '" " is not allowed'],
      ],
    },
  });
});

describe('the settings of iam-policy', () => {
  it('take GitLab, the project and its default branch from the job', () => {
    const job = { CI_SERVER_URL: 'https://gitlab.example.com', CI_DEFAULT_BRANCH: 'trunk' };
    expect(iamPolicy({ ...goodEnv, ...job }).tokens).to.deep.equal({
      partition: 'aws',
      account: '123456789012',
      gitlabUrl: 'https://gitlab.example.com',
      audience: 'https://gitlab.example.com',
      subjects: ['project_path:team/app:ref_type:branch:ref:trunk'],
    });
    expect(iamPolicy(goodEnv).tokens?.subjects).to.deep.equal([
      'project_path:team/app:ref_type:branch:ref:main',
    ]);
  });

  it('look for the identity provider in the account of the role that is assumed', () => {
    const ECS_CD_ROLE_ARN = 'arn:aws-us-gov:iam::999999999999:role/ci';
    expect(iamPolicy({ ...goodEnv, ECS_CD_ROLE_ARN }).tokens).to.include({
      partition: 'aws-us-gov',
      account: '999999999999',
    });
  });

  it('look for the service in the account of the registry, whatever the account of the role', () => {
    const ECS_CD_ROLE_ARN = 'arn:aws:iam::999999999999:role/ci';
    const { place } = iamPolicy({ ...goodEnv, ECS_CD_ROLE_ARN });
    expect(place.service?.account).to.equal('123456789012');
    expect(iamPolicy({ ...goodEnv, ECS_CD_POLICY: 'build' }).place.service).to.equal(undefined);
  });

  it('need to know the account where no ECR address and no ARN says it', () => {
    const REPOSITORY_URL = '127.0.0.1:5000/team/app';
    const env = { ...goodEnv, REPOSITORY_URL, AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
    expect(sentencesOf(env)[0]).to.match(/^ECS_CD_ACCOUNT_ID: is not set, and neither an ARN/);
    expect(sentencesOf({ ...env, ECS_CD_ACCOUNT_ID: '123456789012' })).to.deep.equal([]);
  });

  it('need the first role where another one is chained to it', () => {
    const env = { ...goodEnv, ECS_CD_CHAINED_ROLE_ARN: roleArn('second') };
    expect(iamPolicy(env).leftOut).to.deep.equal([
      'chained-trust is left out: ECS_CD_ROLE_ARN not set (fix: pass --role-arn)',
    ]);
    expect(sentencesOf({ ...env, ECS_CD_POLICY: 'chained-trust' })).to.deep.equal([
      'ECS_CD_ROLE_ARN: is not set; fix: set it or pass --role-arn',
    ]);
  });

  it('may hold anything where only other policies read it', () => {
    const bad = {
      ...{ CLUSTER_NAME: 'a b', SERVICE_NAME: 'a,b c', TASK_FAMILY: '?', ECS_CD_SECRETS: '?' },
      ...{ ECS_CD_EXPRESS: 'maybe', ECS_CD_TASK_ROLE_ARN: 'a,b,c', ECS_CD_RUN: '|' },
    };
    for (const ECS_CD_POLICY of ['trust', 'build', 'scan'])
      expect(sentencesOf({ ...goodEnv, ...bad, ECS_CD_POLICY }), ECS_CD_POLICY).to.deep.equal([]);
    const ECS_CD_KMS_KEY_ARN = 'key';
    expect(sentencesOf({ ...goodEnv, ECS_CD_KMS_KEY_ARN, ECS_CD_POLICY: 'deploy' })).to.deep.equal([]);
    expect(sentencesOf({ ...goodEnv, ECS_CD_KMS_KEY_ARN, ECS_CD_POLICY: 'build' })).to.have.lengthOf(1);
    expect(sentencesOf({ ...goodEnv, ECS_CD_SECRETS: '?' })).to.have.lengthOf(1);
    expect(sentencesOf({ ...goodEnv, ECS_CD_SECRETS: '?', ECS_CD_POLICY: 'plan' })).to.have.lengthOf(1);
  });

  it('are lists of services also where the policy is mistyped', () => {
    const env = { ...goodEnv, SERVICE_NAME: 'web,api', TASK_FAMILY: 'web,api', ECS_CD_POLICY: 'Deploy' };
    expect(problemsOf(command, env).map(({ subject }) => subject)).to.deep.equal(['ECS_CD_POLICY']);
  });

  it('report everything that is missing at once', () => {
    expect(problemsOf(command, {}).map(({ subject }) => subject)).to.deep.equal([
      ...['REPOSITORY_URL', 'TASK_FAMILY', 'SERVICE_NAME', 'CLUSTER_NAME', 'AWS_DEFAULT_REGION'],
      'ECS_CD_PROJECT',
    ]);
  });

  it('refuse names that mean two places', () => {
    const CLUSTER_NAME = 'arn:aws:ecs:eu-west-1:123456789012:cluster/main';
    expect(sentencesOf({ ...goodEnv, CLUSTER_NAME })[0]).to.include('the cluster is in eu-west-1');
  });
});
