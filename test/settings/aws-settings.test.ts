import { expect } from 'chai';
import {
  deploy,
  plan,
  problemsOf,
  sentenceOf,
  AWS_ACCESS_KEY_ID,
  AWS_SECRET_ACCESS_KEY,
  noKeys,
  keys,
  temporaryKeys,
  role,
} from './environments';

const credentialsOf = (env: Record<string, string>) => deploy({ ...noKeys, ...env }).aws.credentials;
const sentencesOf = (env: Record<string, string>) =>
  problemsOf('deploy', { ...noKeys, ...env }).map(sentenceOf);

describe('credentials', () => {
  it('are the access keys', () => {
    expect(credentialsOf(keys)).to.deep.equal({
      kind: 'static',
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
    });
  });

  it('are temporary keys with their token', () => {
    expect(credentialsOf(temporaryKeys)).to.deep.include({
      kind: 'static',
      sessionToken: 'IQoJb3JpZ2luX2VjEA==',
    });
  });

  it('are the role when there is one, whatever the keys', () => {
    const env = { ...role, ...keys, CI_PROJECT_ID: '1217', CI_JOB_ID: '4711' };
    expect(credentialsOf(env)).to.deep.equal({
      kind: 'role',
      roleArn: role.ECS_CD_ROLE_ARN,
      idToken: role.ECS_CD_ID_TOKEN,
      sessionName: 'ecs-cd-1217-4711',
    });
    expect(credentialsOf({ ...role, AWS_ACCESS_KEY_ID: 'broken' })).to.include({ kind: 'role' });
  });

  it('are, for a plan alone, the role for plans, whatever the role of the other jobs', () => {
    const reader = 'arn:aws:iam::123456789012:role/ci/plan';
    const env = { ...noKeys, ...role, ECS_CD_PLAN_ROLE_ARN: reader };
    expect(plan(env).aws.credentials).to.include({ kind: 'role', roleArn: reader });
    expect(plan({ ...env, ECS_CD_ROLE_ARN: '' }).aws.credentials).to.include({ roleArn: reader });
    expect(credentialsOf(env)).to.include({ roleArn: role.ECS_CD_ROLE_ARN });
    const { ECS_CD_ROLE_ARN: roleArn } = role;
    expect(plan({ ...env, ECS_CD_PLAN_ROLE_ARN: '' }).aws.credentials).to.include({ kind: 'role', roleArn });
    const [problem] = problemsOf('plan', { ...noKeys, ECS_CD_PLAN_ROLE_ARN: reader }).map(sentenceOf);
    expect(problem).to.match(/^ECS_CD_ID_TOKEN: is not set, though ECS_CD_PLAN_ROLE_ARN is; fix: /);
  });

  it('are the keys when there is an ID token without a role, as the template asks for one in every job', () => {
    expect(credentialsOf({ ...keys, ECS_CD_ID_TOKEN: role.ECS_CD_ID_TOKEN })).to.include({ kind: 'static' });
  });

  it('are what the SDK finds when nothing is given', () => {
    expect(credentialsOf({})).to.deep.equal({ kind: 'ambient' });
    expect(credentialsOf({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' })).to.deep.equal({
      kind: 'ambient',
    });
    expect(credentialsOf({ ECS_CD_ID_TOKEN: role.ECS_CD_ID_TOKEN })).to.deep.equal({ kind: 'ambient' });
    expect(credentialsOf({ AWS_PROFILE: 'ci' })).to.deep.equal({ kind: 'ambient', profile: 'ci' });
  });

  it('may look like anything where another endpoint stands in for AWS', () => {
    const env = {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
    expect(credentialsOf(env)).to.include({ kind: 'static', accessKeyId: 'test' });
    expect(credentialsOf({ ...env, AWS_ACCESS_KEY_ID: 'ASIAtest' })).to.include({ kind: 'static' });
  });
});

describe('a chained role', () => {
  const chained = { ECS_CD_CHAINED_ROLE_ARN: 'arn:aws:iam::210987654321:role/deploy' };
  const chainedRoleOf = (env: Record<string, string>) => deploy({ ...noKeys, ...env }).aws.chainedRole;

  it('is assumed with whatever credentials there are, in a session of the same name', () => {
    const job = { CI_PROJECT_ID: '1217', CI_JOB_ID: '4711' };
    const expected = { roleArn: chained.ECS_CD_CHAINED_ROLE_ARN, sessionName: 'ecs-cd-1217-4711' };
    for (const env of [role, keys, {}]) {
      expect(chainedRoleOf({ ...env, ...job, ...chained })).to.deep.equal(expected);
    }
    expect(chainedRoleOf({ ...keys, ECS_CD_CHAINED_ROLE_ARN: '' })).to.equal(undefined);
  });

  it('may ask for an external ID, which means nothing without it', () => {
    const externalId = { ECS_CD_CHAINED_ROLE_EXTERNAL_ID: 'shop/web' };
    expect(chainedRoleOf({ ...keys, ...chained, ...externalId })).to.include({ externalId: 'shop/web' });
    expect(sentencesOf({ ...keys, ...externalId })).to.deep.equal([
      'ECS_CD_CHAINED_ROLE_EXTERNAL_ID: is set without ECS_CD_CHAINED_ROLE_ARN, which it belongs to; fix: set both of them, or none',
    ]);
  });

  it('is a role, and its external ID one that IAM takes', () => {
    const user = { ECS_CD_CHAINED_ROLE_ARN: 'arn:aws:iam::210987654321:user/ci' };
    expect(sentencesOf({ ...keys, ...user })[0]).to.include('is the ARN of a user, not of an IAM role');
    const spaced = { ...chained, ECS_CD_CHAINED_ROLE_EXTERNAL_ID: 'a b' };
    expect(sentencesOf({ ...keys, ...spaced })[0]).to.include('"a b" is not an external ID');
    for (const externalId of ['a', 'a'.repeat(1225)]) {
      const env = { ...keys, ...chained, ECS_CD_CHAINED_ROLE_EXTERNAL_ID: externalId };
      expect(sentencesOf(env)[0]).to.include('is not an external ID');
    }
  });
});

describe('credentials that cannot work', () => {
  it('are one key without the other', () => {
    const fix = 'set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or none of them';
    expect(sentencesOf({ AWS_ACCESS_KEY_ID })).to.deep.equal([
      `AWS_SECRET_ACCESS_KEY: is not set, though AWS_ACCESS_KEY_ID is; fix: ${fix}`,
    ]);
    expect(sentencesOf({ AWS_SECRET_ACCESS_KEY })).to.deep.equal([
      `AWS_ACCESS_KEY_ID: is not set, though AWS_SECRET_ACCESS_KEY is; fix: ${fix}`,
    ]);
    expect(sentencesOf({ AWS_SESSION_TOKEN: temporaryKeys.AWS_SESSION_TOKEN })).to.deep.equal([
      `AWS_SESSION_TOKEN: is set without the keys that it belongs to; fix: ${fix}`,
    ]);
  });

  it('are a role without an ID token, with the lines to add to the job', () => {
    const [sentence, ...others] = sentencesOf({ ...keys, ECS_CD_ROLE_ARN: role.ECS_CD_ROLE_ARN });
    expect(others).to.deep.equal([]);
    expect(sentence).to.match(/^ECS_CD_ID_TOKEN: is not set, though ECS_CD_ROLE_ARN is; fix: /);
    expect(sentence).to.include('id_tokens: {ECS_CD_ID_TOKEN: {aud: $CI_SERVER_URL}}');
  });

  it('are a role that is something else', () => {
    expect(sentencesOf({ ...role, ECS_CD_ROLE_ARN: 'arn:aws:iam::123456789012:user/ci' })[0]).to.include(
      'ECS_CD_ROLE_ARN: "arn:aws:iam::123456789012:user/ci" is the ARN of a user, not of an IAM role; fix: write it like',
    );
    for (const roleArn of [
      'deploy',
      'arn:aws:iam::12345678901:role/deploy',
      `arn:aws:iam::123456789012:role/${'a'.repeat(65)}`,
    ]) {
      const [sentence] = sentencesOf({ ...role, ECS_CD_ROLE_ARN: roleArn });
      expect(sentence, roleArn).to.include('is not the ARN of an IAM role');
    }
  });

  it('are a temporary key without its token, and a token with a key for good', () => {
    const { AWS_SESSION_TOKEN, ...temporary } = temporaryKeys;
    expect(sentencesOf(temporary)[0]).to.include(
      'AWS_SESSION_TOKEN: is not set, though AWS_ACCESS_KEY_ID is a temporary key',
    );
    expect(sentencesOf({ ...keys, AWS_SESSION_TOKEN })[0]).to.include(
      'AWS_SESSION_TOKEN: is set, though AWS_ACCESS_KEY_ID is not a temporary key',
    );
  });

  it('are an access key ID of a length that IAM gives none', () => {
    for (const length of [15, 129]) {
      const [sentence] = sentencesOf({ ...keys, AWS_ACCESS_KEY_ID: 'A'.repeat(length) });
      expect(sentence).to.include(`(${length} characters, not shown) is not an access key ID`);
    }
  });

  it('are swapped keys', () => {
    const swapped = { AWS_ACCESS_KEY_ID: AWS_SECRET_ACCESS_KEY, AWS_SECRET_ACCESS_KEY: AWS_ACCESS_KEY_ID };
    expect(sentencesOf(swapped)).to.deep.equal([
      'AWS_ACCESS_KEY_ID: its value (40 characters, not shown) looks like a secret access key; ' +
        'fix: swap it with AWS_SECRET_ACCESS_KEY',
      'AWS_SECRET_ACCESS_KEY: its value (20 characters, not shown) looks like an access key ID; ' +
        'fix: swap it with AWS_ACCESS_KEY_ID',
    ]);
    const plain = AWS_SECRET_ACCESS_KEY.replaceAll('/', 'x');
    expect(sentencesOf({ ...keys, AWS_ACCESS_KEY_ID: plain })[0]).to.include(
      'looks like a secret access key',
    );
  });
});
