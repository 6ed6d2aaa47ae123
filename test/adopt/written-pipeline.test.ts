import { expect } from 'chai';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { template, version } from '../pipeline/downstream';
import { createProject } from '../pipeline/git-project';
import { expandPipeline } from '../pipeline/gitlab-ci-local';
import { errorsOf } from '../pipeline/template/gitlab-schema';
import { mappingOf, type Mapping } from '../pipeline/mapping';
import { openSeveralServices, type SeveralServices } from '../several-services';

describe('the pipeline that ecs-cd adopt --write makes', () => {
  let shop: SeveralServices;
  let folder: string;
  before(async () => {
    shop = await openSeveralServices(['web', 'worker'], { tags: [{ key: 'stage', value: 'staging' }] });
  });
  after(() => shop.close());
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-checkout-'));
    writeFileSync(path.join(folder, 'Dockerfile'), 'FROM scratch\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const written = () => readFileSync(path.join(folder, '.gitlab-ci.yml'), 'utf8');
  const adopt = (...argv: readonly string[]) =>
    shop.run(['adopt', '--write', '--format', 'dotenv', ...argv], {
      env: { STAGE: undefined, CI_PROJECT_DIR: folder },
    });
  const one = ['--from-service', 'shop/web'];

  /** By job, what GitLab makes of it. */
  async function expanded(): Promise<Mapping> {
    const project = await createProject({ '.gitlab-ci.yml': written() });
    try {
      await project.publish('platform/ecs-cd', version, { 'templates/deploy.yml': template });
      const { exitCode, output, expanded: jobs } = await expandPipeline(project);
      expect(exitCode, output).to.equal(0);
      return jobs;
    } finally {
      await project.remove();
    }
  }

  const production = ['--from-service', 'production=shop/worker'];
  for (const [what, argv, jobs] of [
    ['one service', one, { 'deploy staging': ['staging', undefined, undefined] }],
    [
      'several services of one release',
      ['--from-service', 'shop/web,worker'],
      { 'deploy staging': ['staging'] },
    ],
    [
      'an environment that is not called as its stage',
      [...one, '--environment', 'eu/live'],
      { 'deploy eu/live': ['staging', undefined, 'eu/live'] },
    ],
    ['a stage that YAML takes for something else', [...one, '--stage', 'on'], { 'deploy on': ['on'] }],
    [
      'two environments',
      ['--from-service', 'staging=shop/web', ...production],
      { 'deploy staging': ['staging'], 'deploy production': ['production', 'manual'] },
    ],
  ] as const)
    it(`deploys ${what}, and GitLab takes it`, async () => {
      const { exitCode, stderr, stdout } = await adopt(...argv);
      expect(exitCode, stderr).to.equal(0);
      expect(stderr).to.contain('.gitlab-ci.yml written');
      expect(stdout).to.match(/^DOCKER_BUILD_CONTEXT='\.'$/m);
      expect(errorsOf(parse(written(), { version: '1.1' }))).to.deep.equal([]);
      const all = await expanded();
      expect(all).to.include.all.keys('ecs-build', ...Object.keys(jobs));
      for (const [name, [stage, when, environment = '$STAGE']] of Object.entries<
        readonly (string | undefined)[]
      >(jobs)) {
        const job = mappingOf(all[name], name);
        expect(job.variables).to.deep.include({ STAGE: stage });
        expect((job.rules as Mapping[])[0]?.when).to.equal(when);
        expect(mappingOf(job.environment, 'environment').name).to.equal(environment);
      }
    });

  for (const [argv, words] of [
    [[...one, '--environment', 'review/*'], /"review\/\*" is more than one environment\n/],
    [
      ['--from-service', '*=shop/web', '--from-service', 'staging=shop/worker'],
      /2 sources are for "\*", "staging"/,
    ],
  ] as const)
    it(`writes no pipeline that GitLab does not take, or half of it: ${argv.join(' ')}`, async () => {
      const { exitCode, stderr } = await adopt(...argv);
      expect(exitCode, stderr).to.equal(2);
      expect(stderr).to.match(words);
      expect(written).to.throw('ENOENT');
    });

  it('overwrites nothing: a file that says the same is fine, of another one it shows what to add', async () => {
    expect((await adopt(...one)).exitCode).to.equal(0);
    const again = await adopt(...one);
    expect(again.exitCode).to.equal(0);
    expect(again.stderr).to.contain('.gitlab-ci.yml unchanged');
    writeFileSync(path.join(folder, '.gitlab-ci.yml'), 'test: { script: make }\n');
    const { exitCode, stdout, stderr } = await adopt(...one);
    expect({ exitCode, stdout, left: written() }).to.deep.equal({
      exitCode: 2,
      stdout: '',
      left: 'test: { script: make }\n',
    });
    expect(stderr).to.contain(`  - component: $CI_SERVER_FQDN/platform/ecs-cd/deploy@${version}\n`);
    expect(stderr).to.contain('--write: there is another .gitlab-ci.yml already; nothing was touched');
  });

  for (const [what, make, words] of [
    [
      'a folder',
      (file) => mkdirSync(file),
      /is a folder; nothing was touched\nfix +remove it, or leave --write out/,
    ],
    [
      'a link to nothing',
      (file) => symlinkSync('elsewhere.yml', file),
      /is a link to elsewhere.yml, which cannot be read; .*\nfix +remove it/,
    ],
    [
      'no checkout',
      () => rmSync(folder, { recursive: true }),
      /there is no such folder; .*\nfix +run this at the root/,
    ],
    [
      'a folder of the system',
      () => (folder = '/proc'),
      /cannot be written: .*; .*\nfix +run this at the root/,
    ],
  ] as readonly (readonly [string, (file: string) => unknown, RegExp])[])
    it(`says why it cannot write where there is ${what}`, async () => {
      const whole = folder;
      make(path.join(folder, '.gitlab-ci.yml'));
      const { exitCode, stderr } = await adopt(...one, '--set', 'DOCKER_BUILD_CONTEXT=.');
      folder = whole;
      mkdirSync(folder, { recursive: true });
      expect(exitCode).to.equal(2);
      expect(stderr)
        .to.match(words)
        .and.not.match(/another|\bE[A-Z]{4,}:/);
      expect(readdirSync(folder))
        .to.not.include('elsewhere.yml')
        .and.not.match(/[.]gitlab-ci[.]yml[.]/);
    });
});
