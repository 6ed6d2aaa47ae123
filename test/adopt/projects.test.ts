import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { adoptProjects } from '../../runner/adopt/adopt-projects';
import { openAdoptFixture, outputsJson, type AdoptFixture } from './site';

const paths = Array.from({ length: 39 }, (_, index) => `shop/service-${index}`);

describe('ecs-cd adopt --projects', () => {
  let site: AdoptFixture;
  let folder: string;
  beforeEach(async () => {
    site = await openAdoptFixture({ more: paths });
    folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-projects-'));
    writeFileSync(path.join(folder, 'web.json'), outputsJson());
    writeFileSync(path.join(folder, 'bad.json'), outputsJson({ cluster_name: 'two words' }));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await site.close();
  });

  const options = { 'terraform-output': { staging: 'web.json' }, map: { REPOSITORY_NAME: '' } };
  function adopt(projects: unknown, argv: readonly string[] = ['--apply'], more = {}) {
    const file = path.join(folder, 'projects.yml');
    writeFileSync(file, typeof projects === 'string' ? projects : stringify(projects));
    const env = { ECS_CD_PROJECT: undefined, CI_PROJECT_DIR: folder };
    return site.adopt(['--projects', 'projects.yml', ...argv], { env, ...more });
  }
  const everyOne = Object.fromEntries(['shop/web', ...paths].map((each) => [each, options]));

  it('adopts every project, each with its options, and does nothing twice', async () => {
    const { exitCode, stdout, stderr } = await adopt(everyOne);
    expect(exitCode, stderr).to.equal(0);
    expect(stdout.match(/^shop\/\S+ +succeeded +the project is ready/gm)).to.have.lengthOf(40);
    const [first] = site.gitlab.others;
    expect(first?.find('SERVICE_NAME', 'staging').value).to.equal('web-staging');
    expect(first?.variables.map(({ key }) => key)).to.not.include('REPOSITORY_NAME');
    const writes = site.writes().length;
    const again = await adopt(everyOne);
    expect(again.exitCode).to.equal(0);
    expect(site.writes()).to.have.lengthOf(writes);
    expect(again.stderr).to.contain('40 of 40 projects have what they need');
  });

  it('goes on where one fails, says which and why at the end, and is not green', async () => {
    const projects = {
      'shop/service-0': { ...options, 'terraform-output': 'bad.json' },
      'shop/web': options,
      'shop/nowhere': options,
    };
    const { exitCode, stdout, stderr } = await adopt(projects);
    expect(exitCode).to.equal(7);
    const table = stdout.trimEnd().split('\n').slice(-3);
    expect(table[0]).to.match(/^shop\/web +succeeded /);
    expect(table.slice(1).join('\n')).to.match(
      /^shop\/service-0 +invalid-usage .*\nshop\/nowhere +rejected +cannot read /,
    );
    expect(stderr).to.match(/^shop\/service-0 +CLUSTER_NAME +"two words" is not/m);
    expect(stderr).to.match(/^happened +1 of 3 projects .*\nfix +see shop\/service-0, shop\/nowhere above/m);
    const one = await adopt({ 'shop/web': options, 'shop/nowhere': options });
    expect(one.exitCode, 'all that failed did so in one way').to.equal(3);
  });

  it('takes nothing behind a key as an empty text', async () => {
    const { exitCode, stderr } = await adopt({ 'shop/web': { ...options, map: { REPOSITORY_NAME: null } } });
    expect(exitCode, stderr).to.equal(0);
    expect(site.gitlab.project.variables.map(({ key }) => key)).to.not.include('REPOSITORY_NAME');
  });

  it('is not green where it is cancelled between two projects', async () => {
    const interrupter = new AbortController();
    const text = '{ shop/web: { from-service: a/b }, shop/api: { from-service: a/b } }';
    const files = { root: '/', textOf: () => text, at: () => ({ absolute: '/' }) };
    const input = { env: {}, flags: { projects: 'projects.yml' }, cwd: '/', files } as never;
    const log = { document: () => {}, labelled: () => log } as never;
    const host = { interruption: interrupter.signal };
    const outcome = await adoptProjects(input, host, log, () => {
      interrupter.abort('SIGTERM');
      return Promise.resolve({ verdict: 'succeeded', happened: 'the project is ready', findings: [] });
    });
    expect(outcome).to.include({ verdict: 'cancelled', happened: '1 of 2 projects have what they need' });
    expect(outcome.fix).to.match(/^run it again/);
  });

  it('compares only, unless it is told to apply', async () => {
    const { exitCode, stdout } = await adopt({ 'shop/web': options }, []);
    expect(exitCode).to.equal(10);
    expect(stdout).to.match(/^shop\/web +changes /m);
    expect(site.writes()).to.deep.equal([]);
  });

  it('stops where it is cancelled, and goes on there when it is run again', async () => {
    const interrupter = new AbortController();
    site.gitlab.addFault({ kind: 'hang', method: 'POST', then: () => interrupter.abort('SIGTERM') });
    const { exitCode, stdout } = await adopt(everyOne, ['--apply'], { interruption: interrupter.signal });
    expect(exitCode).to.equal(143);
    expect(stdout.match(/^shop\/\S+ +/gm)).to.have.lengthOf(1);
    expect((await adopt(everyOne)).exitCode).to.equal(0);
  });

  it('is cancelled, not green, where it was stopped between two projects', async () => {
    await adopt(everyOne);
    const interrupter = new AbortController();
    interrupter.abort('SIGTERM');
    const { exitCode, stderr } = await adopt(everyOne, ['--apply'], { interruption: interrupter.signal });
    expect(exitCode, stderr).to.equal(143);
    expect(stderr).to.match(/^happened +0 of 40 projects .*\nfix +run it again: /m);
  });

  for (const [what, projects, argv, words] of [
    ['no YAML', 'a: [', [], /projects.yml is not valid YAML: .*\n +fix: correct it there/],
    [
      'a project twice',
      'a/b: {}\na/b: {}\n',
      [],
      /valid YAML: Map keys must be unique at line 2, column 1\n/,
    ],
    [
      'no projects',
      '',
      [],
      /projects.yml holds no projects in YAML\n +fix: write a line for each, such as shop\/web: \{ from-service: staging\/web \}; .*from-service, /,
    ],
    ['a list', ['shop/web'], [], /projects.yml holds no projects/],
    [
      'an option that is none',
      { 'shop/web': { enviroment: 'x' } },
      [],
      /has no option enviroment; did you mean environment\?/,
    ],
    ['a project without options', { 'shop/web': 'web.json' }, [], /shop\/web +.*web.json.* is no mapping/],
    [
      'what is nested',
      { 'shop/web': { 'from-service': { staging: { cluster: 'shop' } } } },
      [],
      /shop\/web +from-service: '\{.*\}' is nested\n/,
    ],
    ['one project', { 'shop/web': {} }, ['--project', 'a/b'], /--project +does not go with --projects/],
    ['a group', { 'shop/web': {} }, ['--group', 'shop'], /--group +does not go with --projects/],
    [
      'a service for all',
      { 'shop/web': {} },
      ['--from-service', 'a/b'],
      /--from-service +does not go with --projects/,
    ],
    ['a project without a source', 'shop/web:\n', [], /shop\/web +names no service and no outputs\n/],
    ['one that would read stdin', { 'shop/web': {} }, [], /shop\/web +names no service and no outputs\n/],
    [
      'one that reads stdin',
      { 'shop/web': { 'terraform-output': { a: '-' } } },
      [],
      /reads stdin, which ends/,
    ],
    [
      'two spellings of a project',
      { 'shop/web': options, 'SHOP/web': options, 'Shop/Web': options },
      [],
      /SHOP\/web +is shop\/web: (?:.*\n)+ +Shop\/Web +is shop\/web: /,
    ],
  ] as const)
    it(`refuses ${what}`, async () => {
      const { exitCode, stderr } = await adopt(projects, argv);
      expect(exitCode).to.equal(2);
      expect(stderr).to.match(words);
      expect(site.gitlab.requests).to.deep.equal([]);
    });

  for (const [name, words] of [
    ['nope.yml', /^ +--projects +\S+\/nope.yml does not exist\n +fix: name the YAML file that/m],
    ['.', /^ +--projects +\S+ cannot be read\n/m],
  ] as const)
    it(`says why it cannot read ${name}`, async () => {
      const { exitCode, stderr } = await site.adopt(['--projects', name], {
        env: { CI_PROJECT_DIR: folder },
      });
      expect(exitCode).to.equal(2);
      expect(stderr).to.match(words);
    });
});
