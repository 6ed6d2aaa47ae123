import { expect } from 'chai';
import {
  debugTraceWarningOf,
  gitlabJobOf,
  roleSessionNameOf,
} from '../../runner/settings/variables/gitlab-job';

const env = {
  GITLAB_CI: 'true',
  CI_PROJECT_DIR: '/builds/team/app',
  CI_COMMIT_SHA: 'c0ffee',
  CI_JOB_ID: '4711',
  CI_JOB_NAME: 'deploy',
  CI_JOB_URL: 'https://gitlab.example.com/team/app/-/jobs/4711',
  GITLAB_USER_LOGIN: 'alice',
  CI_PIPELINE_ID: '17',
  CI_PIPELINE_URL: 'https://gitlab.example.com/team/app/-/pipelines/17',
  CI_COMMIT_REF_NAME: 'main',
  CI_PROJECT_ID: '1217',
  CI_PROJECT_PATH: 'team/app',
  CI_SERVER_URL: 'https://gitlab.example.com',
  CI_DEFAULT_BRANCH: 'main',
};

describe('the GitLab job', () => {
  it('is what GitLab’s variables say', () => {
    expect(gitlabJobOf(env, '/cwd')).to.deep.equal({
      projectDir: '/builds/team/app',
      inGitlab: true,
      id: '4711',
      name: 'deploy',
      url: 'https://gitlab.example.com/team/app/-/jobs/4711',
      user: 'alice',
      pipelineId: '17',
      pipelineUrl: 'https://gitlab.example.com/team/app/-/pipelines/17',
      ref: 'main',
      projectId: '1217',
      projectPath: 'team/app',
      serverUrl: 'https://gitlab.example.com',
      defaultBranch: 'main',
      commit: 'c0ffee',
      timeoutSeconds: undefined,
      isMergedResult: false,
    });
  });

  it('is none outside of GitLab, and under a program that says so', () => {
    expect(gitlabJobOf({}, '/cwd')).to.include({ inGitlab: false, id: undefined, commit: undefined });
    expect(gitlabJobOf({ GITLAB_CI: 'false', CI_COMMIT_SHA: '' }, '/cwd')).to.include({
      inGitlab: false,
      commit: undefined,
    });
  });

  it('works in the project, else where npm was called, else in the working folder', () => {
    expect(gitlabJobOf({ CI_PROJECT_DIR: '/builds/app', INIT_CWD: '/home/me' }, '/cwd').projectDir).to.equal(
      '/builds/app',
    );
    expect(gitlabJobOf({ CI_PROJECT_DIR: '', INIT_CWD: '/home/me' }, '/cwd').projectDir).to.equal('/home/me');
    expect(gitlabJobOf({}, '/cwd').projectDir).to.equal('/cwd');
  });
});

describe('the role session name', () => {
  it('leads from CloudTrail back to the job', () => {
    expect(roleSessionNameOf(gitlabJobOf(env, '/cwd'))).to.equal('ecs-cd-1217-4711');
  });

  it('is good for STS whatever the variables hold', () => {
    const name = roleSessionNameOf(
      gitlabJobOf({ CI_PROJECT_ID: 'a b/c', CI_JOB_ID: '1'.repeat(80) }, '/cwd'),
    );
    expect(name)
      .to.match(/^ecs-cd-a-b-c-1+$/)
      .and.to.have.length(64);
    expect(roleSessionNameOf(gitlabJobOf({}, '/cwd'))).to.equal('ecs-cd');
  });
});

describe('CI_DEBUG_TRACE', () => {
  for (const value of ['true', 'TRUE', '1', 't']) {
    it(`draws a warning when it is ${value}`, () => {
      expect(debugTraceWarningOf({ CI_DEBUG_TRACE: value })).to.include('secrets included');
    });
  }
  for (const value of [undefined, '', 'false', '0']) {
    it(`draws none when it is ${value === undefined ? 'not set' : JSON.stringify(value)}`, () => {
      expect(debugTraceWarningOf({ CI_DEBUG_TRACE: value })).to.equal(undefined);
    });
  }
});
