import { expect } from 'chai';
import { runEcsCd } from './run';
import { virtualClock } from './simulator/clock';

const run = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runEcsCd(argv, { clock: virtualClock(), endpoint: 'http://127.0.0.1:1', env });

describe('a mistake that is easily made', () => {
  for (const [what, argv, message] of [
    [
      'a value that begins like an option',
      ['deploy', '--bake-time', '-5m'],
      /^(?! +-5)[^]*^ +--bake-time +"-5m" is not a duration\n(?![^]* -m )/m,
    ],
    [
      'an option behind one dash',
      ['deploy', '-service-name', 'web'],
      /^ +-service-name +unknown option; did you mean --service-name\?\n(?![^]* -[a-z] )(?![^]*"web")/m,
    ],
    [
      'a switch that is there twice',
      ['build', '--rebuild=true', '--rebuild=false'],
      /^ +--rebuild +is given more than once\n/m,
    ],
    [
      'the same switch twice',
      ['build', '--rebuild', '--rebuild'],
      /^ +--rebuild +is given more than once\n/m,
    ],
    ['an option that every object has', ['deploy', '--constructor=x'], /unknown option "--constructor"\n/],
    [
      'a value for what the parser would print its own version for',
      ['deploy', '-version', 'v2'],
      /unknown option "-version"\n/,
    ],
    ['a version behind a command', ['deploy', '--version', 'v2'], /^ +--version +unknown option/m],
    ['help behind one dash, in a job', ['deploy', '-help'], /unknown option "-help"\n/],
    [
      'a number behind a switch',
      ['build', '--rebuild', '-5'],
      /^ +--rebuild +"-5" is none of "true", "false"\n/m,
    ],
    ['a dash behind a switch', ['adopt', '--apply', '-'], /^ +--apply +"-" is none of "true", "false"\n/m],
    ['a dash of a text processor', ['deploy', '\u2013stage'], /unknown word: it begins with a dash that is/],
  ] as const)
    it(`is ${what}, which is one clear error`, async () => {
      const { exitCode, stderr } = await run(argv);
      expect(exitCode).to.equal(2);
      expect(stderr).to.match(message);
    });

  it('is a variable in small letters, which is told with what was meant', async () => {
    const { log } = await run(['deploy'], { ecs_cd_timeout: '5m' });
    expect(log).to.contain('unknown variable ecs_cd_timeout is ignored; did you mean ECS_CD_TIMEOUT?');
  });

  it('is a second role without credentials to assume it with, of which AWS says nothing', async () => {
    const env = { AWS_DEFAULT_REGION: 'eu-central-1', CLUSTER_NAME: 'shop', SERVICE_NAME: 'web' };
    const ECS_CD_CHAINED_ROLE_ARN = 'arn:aws:iam::123456789012:role/deploy';
    const { log, exitCode } = await run(['rollback'], { ...env, ECS_CD_CHAINED_ROLE_ARN });
    expect(exitCode).to.equal(2);
    expect(log).to.match(
      /^happened +cannot assume the role .*: there are no AWS credentials\nfix +set AWS_ACCESS_KEY_ID/m,
    );
  });

  it('is a profile that gives no credentials, which is named', async () => {
    const env = { AWS_DEFAULT_REGION: 'eu-central-1', CLUSTER_NAME: 'shop', SERVICE_NAME: 'web' };
    const { log, exitCode } = await run(['rollback'], { ...env, AWS_PROFILE: 'nope' });
    expect(exitCode).to.equal(2);
    expect(log).to.match(
      /^happened +AWS_PROFILE is "nope", which gives no AWS credentials\nfix +set AWS_PROFILE to a profile/m,
    );
  });
});
