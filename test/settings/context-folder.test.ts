import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFiles } from '../../runner/settings/project-folder';
import { build, errorOf, goodEnv } from './environments';

describe('the build context', () => {
  let project = '';
  const inProject = (...names: string[]) => path.join(project, ...names);
  const file = (...names: string[]) => writeFileSync(inProject(...names), '');
  const folder = (...names: string[]) => mkdirSync(inProject(...names), { recursive: true });
  const context = (DOCKER_BUILD_CONTEXT: string, ECS_CD_DOCKERFILE?: string) =>
    build({ ...goodEnv, DOCKER_BUILD_CONTEXT, ECS_CD_DOCKERFILE }, {}, projectFiles(project)).build
      .buildContext;
  const sentence = (...values: [string, string?]) => {
    const [problem] = errorOf(() => context(...values))?.problems ?? [];
    return problem && `${problem.message}; fix: ${problem.fix}`;
  };

  beforeEach(() => {
    project = mkdtempSync(path.join(tmpdir(), 'ecs-cd-context-'));
  });

  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  it('is a folder with a Dockerfile, found from the project root', () => {
    folder('services', 'app');
    file('services', 'app', 'Dockerfile');
    for (const value of [
      'services/app',
      './services/app/',
      'services/../services/app',
      inProject('services', 'app'),
    ]) {
      expect(context(value)).to.equal(inProject('services', 'app'));
    }
  });

  it('may be the project root itself', () => {
    file('Dockerfile');
    expect(context('.')).to.equal(project);
  });

  it('may lead to its Dockerfile over a link', () => {
    folder('app');
    file('Dockerfile');
    symlinkSync('../Dockerfile', inProject('app', 'Dockerfile'));
    expect(context('app')).to.equal(inProject('app'));
  });

  it('must exist', () => {
    expect(sentence('app')).to.equal(
      `"app" (${inProject('app')}) does not exist; ` +
        `fix: write a folder relative to ${project}, and check that it is committed`,
    );
  });

  it('is looked for at the root of the machine when it starts with a slash, and the message says so', () => {
    expect(sentence('/no-such-app')).to.match(
      /^"\/no-such-app" does not exist; fix: .* starts at the root of the machine$/,
    );
  });

  it('must be a folder', () => {
    file('app.tar');
    expect(sentence('app.tar')).to.include('is not a folder; fix: write the folder with the Dockerfile');
  });

  it('is not the Dockerfile itself', () => {
    file('Dockerfile');
    expect(sentence('Dockerfile')).to.include(
      'is the Dockerfile itself; fix: write the folder that it is in',
    );
  });

  it('must have a Dockerfile', () => {
    folder('app');
    expect(sentence('app')).to.equal(
      `"app" (${inProject('app')}) has no Dockerfile; fix: write the folder that has one, or add one`,
    );
  });

  it('says which files may have been meant as the Dockerfile', () => {
    folder('app');
    file('app', 'dockerfile');
    file('app', 'web.Dockerfile');
    expect(sentence('app')).to.include(
      'has no Dockerfile; fix: set ECS_CD_DOCKERFILE to app/dockerfile or app/web.Dockerfile to build it with this context',
    );
  });

  it('without a Dockerfile has two ways out where the project has some elsewhere', () => {
    folder('app', 'node_modules', 'x');
    folder('docker', 'web');
    for (const name of ['app/node_modules/x', 'docker/web', '.']) file(name, 'Dockerfile');
    file('docker', 'api.Dockerfile');
    file('docker', 'Dockerfile.dockerignore');
    expect(sentence('app')).to.include(
      'set ECS_CD_DOCKERFILE to Dockerfile, docker/api.Dockerfile or docker/web/Dockerfile to build it with this ' +
        'context, or write . or docker/web to build there',
    );
  });

  it('needs no Dockerfile where ECS_CD_DOCKERFILE names one outside of it', () => {
    folder('app');
    folder('docker');
    file('docker', 'Dockerfile.prod');
    expect(context('app', 'docker/Dockerfile.prod')).to.equal(inProject('app'));
  });

  it('must have a Dockerfile that is a file', () => {
    folder('app', 'Dockerfile');
    expect(sentence('app')).to.include('has a Dockerfile that is not a file');
  });

  it('must be readable', () => {
    symlinkSync('loop', inProject('loop'));
    expect(sentence('loop')).to.include('cannot be read; fix: give the user of this job access to it');
  });

  it('is looked for beside the Dockerfile, which must be a file that exists', () => {
    folder('app');
    file('Dockerfile');
    expect(sentence('app', 'app'))
      .to.include('"app" (')
      .and.include('is a folder; fix: write the Dockerfile');
    expect(sentence('app', 'docker/Dockerfile'))
      .to.include('does not exist; fix: write a file relative to')
      .and.include('; there is Dockerfile');
  });

  for (const value of ['https://github.com/team/app.git', 'git@gitlab.com:team/app.git', '-']) {
    it(`is not ${value}, which Docker would take, but this job has not checked out`, () => {
      expect(sentence(value)).to.include(
        'is not a folder of this project; fix: write a folder that the job has checked out',
      );
    });
  }
});
