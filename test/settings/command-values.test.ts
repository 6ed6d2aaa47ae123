import { expect } from 'chai';
import { commandOf } from '../../runner/settings/checks/command-words';
import { deploy, goodEnv, problemsOf, sentenceOf } from './environments';
import { describeValues } from './values';

describe('the value of', () => {
  describeValues({
    ECS_CD_RUN_BEFORE: {
      command: 'deploy',
      accepted: [
        'migrate',
        'bundle exec rails db:migrate',
        'rake "say[hello world]"',
        '["sh","-c","a && b"]',
      ],
      refused: [
        ['a && b', 'has the operator &&', 'write a JSON array, such as ["sh","-c","a && b"]'],
        ['a | b', 'has the operator |'],
        ['a > file', 'has the operator >'],
        ['echo $NAME', 'has a variable ($)'],
        ['echo ${NAME}', 'has a variable ($)'],
        ['echo ${NAME', 'has a variable ($)'],
        ['echo `id`', 'has a backtick'],
        ['ls *.rb', 'has a wildcard (*.rb)'],
        ['run # all', 'has a comment (#)'],
        ['a\nb', 'has a line break'],
        ['say "hello', 'has a quote without its other half', 'close it, or write a JSON array'],
        ['RAILS_ENV=test rake', 'has a variable in front'],
        ['"rake db:migrate"', 'has quotation marks around all of it'],
        ['[]', 'is not a JSON array of words'],
        ['["a", 1]', 'is not a JSON array of words'],
        ['$MIGRATION', 'is a reference that GitLab did not replace'],
      ],
    },
    ECS_CD_RUN_TIMEOUT: { command: 'deploy', accepted: ['90s', '1h'], refused: [['5', 'has no unit']] },
    ECS_CD_RUN_CONTAINER: { command: 'deploy', accepted: ['web'], refused: [['web,api', 'is not allowed']] },
  });
});

describe('a command', () => {
  it('is split as a shell does it', () => {
    const text = `bundle exec rake 'a b' "c \\"d\\"" e\\ f`;
    expect(commandOf(text)).to.deep.equal({ value: ['bundle', 'exec', 'rake', 'a b', 'c "d"', 'e f'] });
  });

  it('may hold no secret of the job: the problem names what has it, and never shows it', () => {
    const env = {
      ...{ API_TOKEN: 'canary-$-horse', DB_PASSWORD_PARAMETER: '/prod/db', ECS_CD_ENV_SALT: 'canary-two' },
      ...{ AUTH_URL: 'https://auth.example.com/oauth2/token', HOOK_TOKEN_URL: 'https://a:canary-four@b.io' },
      ...{ TOKEN_HOOK: 'https://b.io/hooks/Canary5FiveFive' },
      DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { hub: { password: 'canary-three' } } }),
    };
    const commands = {
      "curl -H 'Bearer canary-$-horse'": 'holds the value of API_TOKEN',
      'migrate --token=canary-\\$-horse': 'holds the value of API_TOKEN',
      'canary-$-horse && true': 'holds the value of API_TOKEN',
      'migrate canary-two': 'holds the value of ECS_CD_ENV_SALT',
      'post https://a:canary-four@b.io': 'holds the value of HOOK_TOKEN_URL',
      'post https://b.io/hooks/Canary5FiveFive': 'holds the value of TOKEN_HOOK',
      'login canary-three': 'holds a secret of this job',
      'login AKIAIOSFODNN7EXAMPLX': 'looks like a secret',
    };
    for (const name of ['ECS_CD_RUN', 'ECS_CD_RUN_BEFORE', 'ECS_CD_RUN_AFTER']) {
      const command = name === 'ECS_CD_RUN' ? 'run-task' : 'deploy';
      const saidOf = (text: string) =>
        problemsOf(command, { ...goodEnv, ...env, [name]: text }).map(sentenceOf);
      for (const [text, said] of Object.entries(commands))
        expect(saidOf(text).join(), text)
          .to.match(new RegExp(`^${name}: .*${said}`))
          .and.not.contain('canary');
      for (const text of ['migrate --from /prod/db', `check ${env.AUTH_URL}`])
        expect(saidOf(text)).to.deep.equal([]);
    }
  });

  it('cannot wait for the end of a deployment that is left while ECS bakes', () => {
    const env = { ...goodEnv, ECS_CD_WAIT_UNTIL: 'baking', ECS_CD_RUN_AFTER: 'warm' };
    expect(problemsOf('deploy', env).map(sentenceOf).join()).to.contain('leave ECS_CD_RUN_AFTER empty');
  });

  it('is known to be of one job by the pipeline and the name of the job, which a retry keeps', () => {
    const jobOf = (more: object) => deploy({ ...goodEnv, ...more }).run.job;
    expect(jobOf({ CI_PIPELINE_ID: '7', CI_JOB_NAME: 'deploy' })).to.deep.equal(['7', 'deploy']);
    expect(jobOf({ CI_JOB_NAME: 'deploy' })).to.equal(undefined);
  });
});
