import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contextFolderOf } from '../../runner/settings/context-folder';
import { build, errorOf, goodEnv } from './environments';

describe('the build context', () => {
  let project = '';
  const inProject = (...names: string[]) => path.join(project, ...names);
  const file = (...names: string[]) => writeFileSync(inProject(...names), '');
  const folder = (...names: string[]) => mkdirSync(inProject(...names), { recursive: true });
  const look = (name: string) => contextFolderOf(project, name);
  const context = (value: string) =>
    build({ ...goodEnv, CI_PROJECT_DIR: project, DOCKER_BUILD_CONTEXT: value }, {}, look).build.buildContext;
  const sentence = (value: string) => {
    const [problem] = errorOf(() => context(value))?.problems ?? [];
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
      'has no Dockerfile, only dockerfile, web.Dockerfile; fix: rename dockerfile',
    );
  });

  it('must have a Dockerfile that is a file', () => {
    folder('app', 'Dockerfile');
    expect(sentence('app')).to.include('has a Dockerfile that is not a file');
  });

  it('must be readable', () => {
    symlinkSync('loop', inProject('loop'));
    expect(sentence('loop')).to.include('cannot be read; fix: give the user of this job access to it');
  });

  for (const value of ['https://github.com/team/app.git', 'git@gitlab.com:team/app.git', '-']) {
    it(`is not ${value}, which Docker would take, but this job has not checked out`, () => {
      expect(sentence(value)).to.include(
        'is not a folder of this project; fix: write a folder that the job has checked out',
      );
    });
  }
});
