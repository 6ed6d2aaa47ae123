import { expect } from 'chai';
import { goodEnv, problemsOf, sentenceOf } from './environments';

describe('settings that are good alone', () => {
  it('are refused in an account that is not the allowed one, and so is a role of another one', () => {
    const allowed = { ...goodEnv, ECS_CD_ACCOUNT_ID: '111111111111' };
    const cluster = { CLUSTER_NAME: 'arn:aws:ecs:eu-central-1:222222222222:cluster/main' };
    const role = (account: string) => ({ ECS_CD_CHAINED_ROLE_ARN: `arn:aws:iam::${account}:role/deploy` });
    const subjects = (env: object) =>
      problemsOf('deploy', { ...allowed, ...env }).map(({ subject }) => subject);
    expect([cluster, role('222222222222'), role('111111111111')].map(subjects)).to.deep.equal([
      ['ECS_CD_ACCOUNT_ID'],
      ['ECS_CD_ACCOUNT_ID'],
      [],
    ]);
  });

  it('of two files are not the same', () => {
    const env = { ...goodEnv, ECS_CD_PLAN_FILE: './ecs-cd.env' };
    expect(problemsOf('plan', { ...env, ECS_CD_DOTENV: './ecs-cd.env' }).map(sentenceOf)).to.deep.equal([
      'ECS_CD_PLAN_FILE: names the same file as ECS_CD_DOTENV; fix: give each of them a file of its own',
    ]);
    expect(problemsOf('plan', { ...env, ECS_CD_DOTENV: 'ecs-cd.env' })).to.have.length(1);
    for (const ECS_CD_DOTENV of ['ecs-cd-report.json', './ecs-cd-annotations.json'])
      expect(
        problemsOf('deploy', { ...goodEnv, ECS_CD_DOTENV })
          .map(sentenceOf)
          .join(),
      ).to.contain('is a file of the report; fix: give it another name');
  });
});
