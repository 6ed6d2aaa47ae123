import { expect } from 'chai';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandNames } from '../runner/commands/commands';
import { outputNames } from '../runner/settings/variables/known-names';
import { variables } from '../runner/settings/variables/variables';
import { runEcsCd } from './run';
import { goodEnv } from './settings/environments';
import { virtualClock } from './simulator/clock';

const { CI_PROJECT_DIR: _, ...fullEnv } = goodEnv;

const run = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runEcsCd(argv, { clock: virtualClock(), endpoint: 'http://127.0.0.1:1', env });

describe('the command line', () => {
  it('says of iam-policy which commands it prints a policy for', async () => {
    const { log } = await run(['iam-policy', '--help']);
    const [, said = ''] = log.split('\n\n');
    for (const command of ['build', 'scan', 'deploy', 'plan', 'status']) expect(said).to.contain(command);
  });

  it('says of adopt what it reads', async () => {
    const { log } = await run(['adopt', '--help']);
    expect(log.split('\n\n')[1]).to.contain('a running service').and.contain('"terraform output -json"');
  });

  it('lists the commands on --help', async () => {
    const { exitCode, log } = await run(['--help']);
    expect(exitCode).to.equal(0);
    for (const command of commandNames) expect(log).to.match(new RegExp(`^ +ecs-cd ${command} `, 'm'));
  });

  for (const command of commandNames) {
    it(`lists on ${command} --help each option of the table with its variable, and no secret as an option`, async () => {
      const { exitCode, log } = await run([command, '--help']);
      expect(exitCode).to.equal(0);
      for (const { name, flag, secret, commands } of variables) {
        if (flag !== undefined && commands.includes(command))
          expect(log).to.contain(`--${flag} `).and.contain(`[${name}`);
        if (secret) expect(log).to.not.match(new RegExp(`\\[${name}[,\\]]`));
      }
    });
  }

  const refused: [string, string[], RegExp][] = [
    ['no command', [], /happened +no command is named\nfix +name a command: build, .* or adopt/],
    [
      'an unknown command',
      ['deplyo'],
      /unknown command "deplyo"; did you mean deploy\?\nfix +name a command: build, .* or adopt/,
    ],
    [
      'an unknown option',
      ['deploy', '--serivce-name=web'],
      /--serivce-name +unknown option; did you mean --service-name\?\n +fix: see ecs-cd deploy --help/,
    ],
    ...['--region', '--regoin=x'].map((flag): [string, string[], RegExp] => [
      flag,
      ['plan', flag],
      /--reg\w+ +unknown option; did you mean --aws-default-region\?\n/,
    ]),
    ['an option behind "--"', ['deploy', '--', '--timeout', '15'], /"--timeout" +unknown word\n/],
    ['a word behind "--"', ['iam-policy', '--', 'junk'], /"junk" +unknown word\n/],
    ['a second word', ['deploy', 'deploy'], /"deploy" +unknown word\n/],
    [
      'a word that looks like a secret',
      ['deploy', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
      /^ +"[*]{3}" +unknown word\n/m,
    ],
    ['a word that is a token', ['deploy', 'glpat-abcdefghij1234567890'], /^ +"[*]{3}" +unknown word\n/m],
    ['a command that looks like a secret', ['AKIAABCDEFGHIJKLMNOP'], /unknown command "[*]{3}"/],
    ['a command behind "--"', ['--', 'deploy'], /name a command/],
    ['a switch that is neither on nor off', ['build', '--rebuild=maybe'], /--rebuild +"maybe" is none of/],
    ['a switch that says nothing', ['adopt', '--protected='], /--protected +is empty/],
    ['an option without its value', ['deploy', '--stage'], /--stage +is empty/],
    [
      'a secret as an option',
      ['deploy', '--aws-secret-access-key=x'],
      /aws-secret-access-key +unknown option\n/,
    ],
  ];
  for (const [what, argv, message] of refused) {
    it(`refuses ${what} with exit 2`, async () => {
      const { exitCode, stderr } = await run(argv);
      expect(exitCode).to.equal(2);
      expect(stderr)
        .to.match(message)
        .and.match(/verdict +invalid-usage \(exit 2\)\n$/);
    });
  }

  it('reports everything that is wrong at once, the option where it was given as one', async () => {
    const { exitCode, stderr } = await run(
      ['deploy', '--stage=a b', '--tiemout=1m', '--timeout=15', 'junk'],
      {
        DOCKER_TAG: '-x',
      },
    );
    expect(exitCode).to.equal(2);
    for (const subject of [
      '"junk"',
      '--tiemout',
      '--stage',
      '--timeout',
      'DOCKER_TAG',
      'REPOSITORY_URL',
      'TASK_FAMILY',
      'SERVICE_NAME',
      'CLUSTER_NAME',
      'AWS_DEFAULT_REGION',
    ]) {
      expect(stderr).to.contain(subject);
    }
  });

  for (const command of commandNames)
    it(`lets ${command} begin with no option that it does not have`, async () => {
      const { exitCode, stderr } = await run([command, '--nope'], fullEnv);
      expect(exitCode, stderr).to.equal(2);
      expect(stderr).to.match(/^ +--nope +unknown option\n/m);
    });

  it('takes no colours and no section markers to a place that is neither a terminal nor GitLab', async () => {
    const { log } = await run(['deploy']);
    expect(log).to.not.contain('\x1b');
  });

  it("colours what went wrong in GitLab's job log, which is no terminal", async () => {
    expect((await run(['deploy'], { GITLAB_CI: 'true' })).log).to.contain('\x1b[31m');
  });

  it('warns where GitLab itself prints every secret', async () => {
    expect((await run(['deploy'], { CI_DEBUG_TRACE: 'true' })).log).to.contain('CI_DEBUG_TRACE is on');
  });

  it('warns of a variable of its own that it does not know, and of none that it does or that is empty', async () => {
    const known = Object.fromEntries(
      [...variables.map(({ name }) => name), ...outputNames].map((name) => [name, 'x']),
    );
    const warning = /unknown variable/;
    expect((await run(['deploy'], { ECS_CD_TIMOUT: '3m' })).log).to.contain(
      'unknown variable ECS_CD_TIMOUT is ignored; did you mean ECS_CD_TIMEOUT?',
    );
    expect((await run(['deploy'], { ECS_CD_SERVICE: 'web' })).log).to.match(/ECS_CD_SERVICE is ignored$/m);
    const twice = (await run(['deploy'], { ECS_CD_TIMOUT: '3m' })).log.match(
      /unknown variable ECS_CD_TIMOUT/g,
    );
    expect(twice).to.have.length(2);
    expect((await run(['deploy'], { ...known, ECS_CD_DOTENV: '', ECS_CD_TIMOUT: '' })).log).to.not.match(
      warning,
    );
  });

  it('writes its verdict to no place outside of the project', async () => {
    const outside = path.join(mkdtempSync(path.join(tmpdir(), 'ecs-cd-cli-')), 'x.env');
    expect((await run(['deploy'], { ECS_CD_DOTENV: outside })).exitCode).to.equal(2);
    expect(existsSync(outside)).to.equal(false);
  });

  it('says its version, on request and in the first line of every run', async () => {
    const { exitCode, log } = await run(['--version']);
    expect(exitCode).to.equal(0);
    expect(log).to.match(/^\d+\.\d+\.\d+\n$/);
    const settings = { AWS_DEFAULT_REGION: 'eu-central-1', CLUSTER_NAME: 'shop', SERVICE_NAME: 'web' };
    expect((await run(['rollback'], settings)).log).to.match(/^ecs-cd \d+\.\d+\.\d+ rollback\n/);
  });

  it('names one unknown option once, as it was written', async () => {
    expect((await run(['deploy', '--service-nam=web'])).stderr).to.match(
      /^ +--service-nam +unknown option; did you mean --service-name\?$/m,
    );
  });

  it('leaves its verdict in the dotenv also when the settings or the options are wrong', async () => {
    for (const argv of [['deploy'], ['deploy', '--nope']]) {
      expect((await run(argv)).dotenv).to.deep.equal({ ECS_CD_VERDICT: 'invalid-usage' });
    }
  });

  it('leaves it in the file that an option names, where an earlier run may have left its own', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-cli-'));
    for (const argv of [['--dotenv', 'one.env'], ['--dotenv=two.env']])
      await run(['rollback', ...argv], { CI_PROJECT_DIR: folder });
    await run(['rollback', '--dotenv=', '--nope'], { CI_PROJECT_DIR: folder });
    const report = ['html', 'json', 'md', 'xml'].map((kind) => `ecs-cd-report.${kind}`);
    expect(readdirSync(folder)).to.have.members([
      ...['ecs-cd.env', 'one.env', 'two.env'],
      ...['ecs-cd-annotations.json', ...report],
    ]);
    for (const file of ['one.env', 'two.env'])
      expect(readFileSync(path.join(folder, file), 'utf8')).to.equal('ECS_CD_VERDICT=invalid-usage\n');
    rmSync(folder, { recursive: true });
  });

  it('names both regions where they differ, at the start and once more where the run fails', async () => {
    const { log } = await run(['deploy'], {
      ...{ AWS_DEFAULT_REGION: 'eu-west-1', CLUSTER_NAME: 'shop', SERVICE_NAME: 'web', STAGE: 'staging' },
      ...{ REPOSITORY_URL: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/web', DOCKER_TAG: 'v1' },
      TASK_FAMILY: 'web',
    });
    const warnings = log.match(/^(?:warning:)? .*is in eu-central-1, but AWS_DEFAULT_REGION is eu-west-1/gm);
    expect(warnings, log).to.have.length(2);
  });

  it('warns that nobody gave it credentials of its own', async () => {
    const settings = { AWS_DEFAULT_REGION: 'eu-central-1', CLUSTER_NAME: 'shop' };
    for (const names of ['web', 'web,api']) {
      const { log, exitCode } = await run(['rollback'], { ...settings, SERVICE_NAME: names });
      expect(log).to.contain('using the AWS credentials of this machine');
      expect(log).to.match(
        /^happened +[A-Z].*there are no AWS credentials.*\nfix +set AWS_ACCESS_KEY_ID .* or ECS_CD_ROLE_ARN/m,
      );
      expect(exitCode).to.equal(2);
    }
  });
});
