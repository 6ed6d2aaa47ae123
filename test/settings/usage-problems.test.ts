import { expect } from 'chai';
import type { Command } from '../../runner/settings/variables/variable';
import { variables } from '../../runner/settings/variables/variables';
import {
  build,
  deploy,
  errorOf,
  follow,
  goodEnv,
  goodFiles,
  problemsOf,
  rollback,
  sentenceOf,
} from './environments';

const commands: readonly Command[] = ['build', 'deploy', 'follow', 'rollback'];

describe('what is missing', () => {
  for (const command of [...commands, 'scan' as const]) {
    const needed = variables.filter(
      ({ commands: users, required, optionalFor }) =>
        required && !optionalFor?.includes(command) && users.includes(command),
    );

    it(`is exactly what the table requires for ${command} when nothing is set`, () => {
      expect(problemsOf(command, {}).map(({ subject }) => subject)).to.deep.equal(
        needed.map(({ name }) => name),
      );
    });

    it(`is an empty variable too (${command})`, () => {
      const empty = Object.fromEntries(variables.map(({ name }) => [name, '']));
      expect(problemsOf(command, empty)).to.deep.equal(problemsOf(command, {}));
    });

    it(`is nothing else for ${command}`, () => {
      const env = Object.fromEntries(needed.map(({ name }) => [name, goodEnv[name as keyof typeof goodEnv]]));
      expect(problemsOf(command, env)).to.deep.equal([]);
    });
  }

  it('is told with where its value comes from', () => {
    expect(problemsOf('rollback', { ...goodEnv, CLUSTER_NAME: '' }).map(sentenceOf)).to.deep.equal([
      'CLUSTER_NAME: is not set; fix: set it (terraform output -raw cluster_name) or pass --cluster-name',
    ]);
  });

  it('names the variable that was set in its place, where that is mistyped', () => {
    const { SERVICE_NAME, ...others } = goodEnv;
    const fixOf = (name: string) => problemsOf('rollback', { ...others, [name]: SERVICE_NAME })[0]?.fix;
    expect(fixOf('SERVICE_NAM')).to.match(/--service-name; SERVICE_NAM is set: did you mean SERVICE_NAME\?$/);
    expect(fixOf('service_name')).to.match(/; service_name is set: did you mean SERVICE_NAME\?$/);
    for (const name of ['CI_SERVER_NAME', 'SERVICE_PORT']) expect(fixOf(name)).to.not.contain(name);
  });

  it('names the region where the SDK alone looks for it', () => {
    const env = { ...goodEnv, AWS_DEFAULT_REGION: '', AWS_REGION: 'eu-central-1' };
    expect(problemsOf('deploy', env)[0]?.fix).to.match(
      /; AWS_REGION is set: did you mean AWS_DEFAULT_REGION\?$/,
    );
  });

  it('comes with the reason why a variable of the project can be missing in a job', () => {
    expect(errorOf(() => deploy({ GITLAB_CI: 'true' }))?.fix).to.include(
      'its environment scope, and whether it is protected while this branch is not',
    );
    expect(errorOf(() => deploy({}))?.fix).to.equal(undefined);
    expect(errorOf(() => deploy({ ...goodEnv, GITLAB_CI: 'true', DOCKER_TAG: 'a/b' }))?.fix).to.equal(
      undefined,
    );
  });
});

describe('an environment in which everything is wrong', () => {
  const wrongEnv = Object.fromEntries(
    variables.flatMap(({ name, prefix }) => (prefix === undefined ? [[name, 'not good: */']] : [])),
  );

  for (const command of commands) {
    it(`gets one error that names every variable of ${command} in the order of the table`, () => {
      const error = errorOf(() =>
        command === 'build'
          ? build(wrongEnv, {}, { ...goodFiles, at: (absolute) => ({ absolute, kind: 'nothing' }) })
          : command === 'deploy'
            ? deploy(wrongEnv)
            : command === 'follow'
              ? follow(wrongEnv)
              : rollback(wrongEnv),
      );
      // A role is wanted, so the keys are not looked at. No file name is wrong enough for a dotenv file but a folder's.
      const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
      const wrong = variables.filter(
        ({ name, commands: users, prefix }) =>
          users.includes(command) && !keys.includes(name) && prefix === undefined,
      );
      expect(error?.verdict).to.equal('invalid-usage');
      expect(error?.problems.map(({ subject }) => subject)).to.deep.equal(wrong.map(({ name }) => name));
      expect(error?.message).to.equal(`${wrong.length} settings are missing or wrong; nothing was touched`);
    });
  }

  it('is told what to change for each of them', () => {
    for (const { message, fix } of problemsOf('deploy', wrongEnv)) {
      expect(message).to.match(/^[^A-Z]/);
      expect(fix).to.match(/^[a-z$(]/);
    }
  });
});

describe('lists that do not fit together', () => {
  it('hide nothing else that is wrong, in none of their items', () => {
    const env = {
      ...goodEnv,
      SERVICE_NAME: 'web,a/b',
      TASK_FAMILY: 'app,api,c d',
      ECS_CD_ROLLBACK: 'maybe',
      ECS_CD_TIMEOUT: '-5m',
    };
    expect(problemsOf('deploy', env).map(({ subject }) => subject)).to.deep.equal([
      'SERVICE_NAME and TASK_FAMILY',
      'TASK_FAMILY',
      'SERVICE_NAME',
      'ECS_CD_TIMEOUT',
      'ECS_CD_ROLLBACK',
    ]);
  });

  it('are told once, where an item is empty', () => {
    for (const list of [',web', ',']) {
      const problems = problemsOf('deploy', { ...goodEnv, SERVICE_NAME: list, TASK_FAMILY: 'app,api' });
      expect(problems.map(({ subject, message }) => `${subject} ${message}`)).to.deep.equal([
        `SERVICE_NAME "${list}" has an empty item`,
      ]);
    }
  });
});
