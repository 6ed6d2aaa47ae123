import { expect } from 'chai';
import { principalOf } from '../../../runner/preflight/evidence/actions';
import { isFargateSize } from '../../../runner/settings/checks/task-size';
import { trustOf } from '../../../runner/preflight/evidence/trust';

const tasks = 'ecs-tasks.amazonaws.com';
const allow = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: tasks } };
const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

describe('a trust policy', () => {
  const never: Readonly<Record<string, string>> = {
    'names another service': policy({ ...allow, Principal: { Service: 'ecs.amazonaws.com' } }),
    'only denies': policy({ ...allow, Effect: 'Deny' }),
    'allows another action': policy({ ...allow, Action: 'sts:AssumeRoleWithWebIdentity' }),
    'allows what only begins alike': policy({
      ...allow,
      Action: ['sts:Assume', 'sts:AssumeRol', 's.s:AssumeRole'],
    }),
    'allows what only has it in it': policy({ ...allow, Action: 'xsts:AssumeRole' }),
    'names a service that begins alike': policy({
      ...allow,
      Principal: { Service: 'ecs-tasks-x.amazonaws.com' },
    }),
    'has no statement': policy(),
    'names an account': policy({ ...allow, Principal: { AWS: 'arn:aws:iam::123456789012:root' } }),
  };
  for (const [what, text] of Object.entries(never)) {
    it(`never lets ECS assume the role when it ${what}`, () =>
      expect(trustOf(text, 'ecs-tasks')).to.equal('never'));
  }
  const maybe: Record<string, string> = {
    'names the service': policy(allow),
    'names it in a list': policy({
      ...allow,
      Action: ['sts:TagSession', 'sts:AssumeRole'],
      Principal: { Service: ['ec2.amazonaws.com', tasks] },
    }),
    'has a condition': policy({ ...allow, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }),
    'trusts everybody': policy({ ...allow, Principal: '*' }),
    'trusts every account': policy({ ...allow, Principal: { AWS: '*' } }),
    'allows every action of STS': policy({ ...allow, Action: 'sts:*' }),
    'trusts whoever there is': policy({ ...allow, Principal: { '*': '*' } }),
    'names the service in another partition': policy({
      ...allow,
      Principal: { Service: 'ecs-tasks.amazonaws.com.cn' },
    }),
    'makes exceptions': policy({ Effect: 'Allow', NotAction: 'sts:TagSession', NotPrincipal: { AWS: 'x' } }),
    'is one statement that is no list': JSON.stringify({ Statement: allow }),
    'cannot be read': '{',
  };
  for (const Action of [
    '*',
    'sts:A*',
    'sts:AssumeR*',
    'sts:AssumeRol?',
    'sts:*Role',
    'STS:assumerole',
    '**:*?R*',
  ]) {
    maybe[`allows ${Action}`] = policy({ ...allow, Action });
  }
  for (const [what, text] of Object.entries(maybe)) {
    it(`is no reason to stop a deployment when it ${what}`, () =>
      expect(trustOf(text, 'ecs-tasks')).to.equal('maybe'));
  }
});

describe('the principal behind a caller', () => {
  const session = 'arn:aws:sts::123456789012:assumed-role/deployer/job-1';
  it('is the user', () => {
    const arn = 'arn:aws:iam::123456789012:user/ci/cicd';
    expect(principalOf(arn, undefined)).to.deep.equal({ arn });
  });
  it('is the role that the job named, with its path', () => {
    const arn = 'arn:aws:iam::123456789012:role/ci/deployer';
    expect(principalOf(session, arn)).to.deep.equal({ arn });
  });
  it('has to be looked up where the job named another role, or none', () => {
    const found = { arn: 'arn:aws:iam::123456789012:role/deployer', roleName: 'deployer' };
    expect(principalOf(session, 'arn:aws:iam::999999999999:role/deployer')).to.deep.equal(found);
    expect(principalOf(session, 'arn:aws:iam::123456789012:role/first')).to.deep.equal(found);
    expect(principalOf(session, undefined)).to.deep.equal(found);
  });
  it('keeps its partition', () => {
    const arn = 'arn:aws-cn:sts::123456789012:assumed-role/deployer/job-1';
    expect(principalOf(arn, undefined)?.arn).to.equal('arn:aws-cn:iam::123456789012:role/deployer');
  });
  for (const arn of ['arn:aws:iam::123456789012:root', 'arn:aws:sts::123456789012:federated-user/joe', '']) {
    it(`is nobody whose policies could be asked for: ${arn || 'nothing'}`, () =>
      expect(principalOf(arn, undefined)).to.equal(undefined));
  }
});

describe('a task size of Fargate', () => {
  const good: [string, string][] = [
    ['256', '512'],
    ['256', '2048'],
    ['512', '1024'],
    ['1024', '8192'],
    ['2048', '4096'],
    ['4096', '30720'],
    ['8192', '16384'],
    ['8192', '61440'],
    ['16384', '122880'],
    ['.25 vCPU', '.5 GB'],
    ['0.5 vCPU', '1 GB'],
    ['1vcpu', '2 gb'],
    ['256', '1GB'],
  ];
  const bad: [string, string][] = [
    ['256', '1536'],
    ['256', '4096'],
    ['512', '512'],
    ['1024', '9216'],
    ['4096', '7168'],
    ['8192', '17408'],
    ['16384', '36864'],
    ['128', '512'],
    ['.5 vCPU', '.5 GB'],
    ['1 CPU', '2 GB'],
    ['', '0'],
  ];
  for (const [cpu, memory] of good)
    it(`is ${cpu} with ${memory}`, () => expect(isFargateSize(cpu, memory)).to.equal(true));
  for (const [cpu, memory] of bad)
    it(`is not ${cpu} with ${memory}`, () => expect(isFargateSize(cpu, memory)).to.equal(false));
});
