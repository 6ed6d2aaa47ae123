import { expect } from 'chai';
import { outputsJson, siteForEach, staging } from '../site';

const otherKey = { aws_access_key_id: 'AKIAIOSFODNN7EXAMPL2', aws_secret_access_key: 'x'.repeat(40) };

describe('the scopes of what is adopted', () => {
  const site = siteForEach((own) => own.adopt([...staging, '--apply']));

  const production = ['--environment', 'production', '--apply'];
  const ofProduction = { cluster_name: 'shop-production', stage: 'production' };

  it('let a second environment share what the build reads, where it is the same', async () => {
    const { exitCode, stdout } = await site.adopt(production, { outputs: outputsJson(ofProduction) });
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/^ {2}= REPOSITORY_URL +\* /m);
    expect(site.values()).to.include({
      'CLUSTER_NAME (staging)': 'shop-staging',
      'CLUSTER_NAME (production)': 'shop-production',
    });
    expect(stdout).to.match(
      /^left alone: TASK_FAMILY \(staging\), SERVICE_NAME \(staging\), CLUSTER_NAME \(staging\)$/m,
    );
  });

  it('never change what another environment uses, unless someone chooses that', async () => {
    const before = site.values();
    const outputs = outputsJson({ ...ofProduction, ...otherKey });
    const { exitCode, stderr } = await site.adopt(production, { outputs });
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(
      /AWS_ACCESS_KEY_ID +has another value for every environment \(\*\), and staging may/,
    );
    expect(stderr).to.match(/AWS_SECRET_ACCESS_KEY +has a hidden value for every environment \(\*\)/);
    expect(stderr).to.contain("--build-scope 'production'");
    expect(site.values()).to.deep.equal(before);
  });

  it('are those of the environment for the build too, where that was chosen', async () => {
    const outputs = outputsJson({ ...ofProduction, ...otherKey });
    const { exitCode, stderr } = await site.adopt([...production, '--build-scope', 'production'], {
      outputs,
    });
    expect(exitCode).to.equal(0);
    expect(stderr).to.contain('give ecs-build "environment: { name: production, action: prepare }"');
    expect(site.variable('AWS_ACCESS_KEY_ID', 'production').value).to.equal(otherKey.aws_access_key_id);
    expect(site.variable('AWS_ACCESS_KEY_ID', '*').value).to.not.equal(otherKey.aws_access_key_id);
  });

  it('are changed for all, where that was chosen', async () => {
    const outputs = outputsJson({ ...ofProduction, ...otherKey });
    expect((await site.adopt([...production, '--build-scope', '*'], { outputs })).exitCode).to.equal(0);
    expect(site.variable('AWS_SECRET_ACCESS_KEY').value).to.equal(otherKey.aws_secret_access_key);
  });

  it('stay free of questions where nobody else is there: a key is replaced', async () => {
    const { exitCode, stdout } = await site.adopt([...staging, '--apply'], {
      outputs: outputsJson(otherKey),
    });
    expect(exitCode).to.equal(0);
    expect(stdout).to.contain('hidden; written again, because AWS_ACCESS_KEY_ID differs');
    expect(site.variable('AWS_SECRET_ACCESS_KEY').value).to.equal(otherKey.aws_secret_access_key);
  });

  it('take nothing away from the branches of another environment', async () => {
    const outputs = outputsJson(ofProduction);
    expect((await site.adopt([...production, '--protected'], { outputs })).exitCode).to.equal(0);
    expect(site.variable('CLUSTER_NAME', 'production').protected).to.equal(true);
    expect(site.variable('AWS_ACCESS_KEY_ID').protected).to.equal(false);
  });

  it('do not take a setting of the whole project for another environment', async () => {
    for (const key of ['ECS_CD_TIMEOUT', 'STAGE']) site.gitlab.project.put({ key, value: '20m' });
    const { exitCode } = await site.adopt([...staging, '--apply'], { outputs: outputsJson(otherKey) });
    expect(exitCode).to.equal(0);
  });

  it('warn of a variable that hides what was set', async () => {
    site.gitlab.project.put({ key: 'REPOSITORY_URL', value: 'elsewhere', environment_scope: 'stag*' });
    const { stderr } = await site.adopt(staging);
    expect(stderr).to.contain(
      "warning: REPOSITORY_URL (stag*) beats the one for * in staging: remove it, or pass --build-scope 'stag*'",
    );
  });

  it('warn where the outputs seem to be of another stage', async () => {
    const warning = 'the outputs: the stage is "staging", and the environment production';
    expect((await site.adopt(['--environment', 'production'])).stderr).to.contain(warning);
    for (const environment of ['staging', 'staging/api', 'stag*', '*']) {
      expect((await site.adopt(['--environment', environment])).stderr, environment).to.not.contain(
        'the stage',
      );
    }
  });

  it('are names that GitLab has for environments', async () => {
    const { exitCode, stderr } = await site.adopt(['--environment', 'a:b']);
    expect(exitCode).to.equal(2);
    expect(stderr).to.match(/--environment +"a:b" is not the name of an environment: ":" is not allowed/);
  });
});
