import { expect } from 'chai';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AdoptFixture, keyId, openAdoptFixture, secretKey, siteForEach, staging } from '../site';

const apply = [...staging, '--apply'];

describe('a variable that the project has already', () => {
  const site = siteForEach();

  const put = (variable: Parameters<AdoptFixture['gitlab']['project']['put']>[0]) =>
    site.gitlab.project.put(variable);

  it('becomes raw, a variable and no file, and a secret masked, each told with its reason', async () => {
    put({ key: 'REPOSITORY_NAME', value: 'web' });
    put({ key: 'AWS_DEFAULT_REGION', value: 'eu-central-1', raw: true, variable_type: 'file' });
    put({ key: 'AWS_SECRET_ACCESS_KEY', value: secretKey, raw: true });
    const { stdout, stderr } = await site.adopt(apply);
    expect(stdout).to.match(/~ REPOSITORY_NAME +\* +"web": raw$/m);
    expect(stdout).to.match(/~ AWS_DEFAULT_REGION +\* +"eu-central-1": no file any more$/m);
    expect(stdout).to.match(/~ AWS_SECRET_ACCESS_KEY +\* +\(secret, masked and hidden\): masked$/m);
    expect(stderr).to.contain(
      'AWS_SECRET_ACCESS_KEY (*) is masked, but not hidden: GitLab hides new variables only',
    );
    expect(site.variable('REPOSITORY_NAME').raw).to.equal(true);
    expect(site.variable('AWS_DEFAULT_REGION').variable_type).to.equal('env_var');
    expect(site.variable('AWS_SECRET_ACCESS_KEY')).to.include({ masked: true, hidden: false });
    expect((await site.adopt(apply)).exitCode).to.equal(0);
    expect(site.writes().filter((method) => method === 'PUT')).to.have.length(3);
  });

  it('is compared by its value where GitLab shows it, though it is a secret', async () => {
    put({ key: 'AWS_SECRET_ACCESS_KEY', value: 'old-secret-key-of-before', masked: true, raw: true });
    put({ key: 'AWS_ACCESS_KEY_ID', value: keyId, masked: true, raw: true });
    const { log } = await site.adopt(apply);
    expect(site.variable('AWS_SECRET_ACCESS_KEY').value).to.equal(secretKey);
    expect(log).to.not.contain('old-secret-key-of-before').and.not.contain(secretKey);
  });

  it('is written again where GitLab hides it and nothing tells whether it is the same', async () => {
    put({ key: 'AWS_ACCESS_KEY_ID', value: 'AKIAOLDOLDOLDOLDOLD1', masked: true, hidden: true, raw: true });
    const { stdout } = await site.adopt(apply);
    expect(stdout).to.match(/~ AWS_ACCESS_KEY_ID +\* .*hidden, so it cannot be compared: written again$/m);
    expect(site.variable('AWS_ACCESS_KEY_ID').value).to.equal(keyId);
    expect(site.variable('AWS_ACCESS_KEY_ID').hidden, 'it stays hidden').to.equal(true);
  });

  it('stays masked, and is refused a value that could not be', async () => {
    put({ key: 'TASK_FAMILY', value: 'web-family', environment_scope: 'staging', masked: true, raw: true });
    const { exitCode, stderr } = await site.adopt(apply);
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/TASK_FAMILY +is masked in the project \(staging\), and GitLab cannot mask/);
    expect(site.writes()).to.deep.equal([]);
  });

  it('that is not to be changed leaves the checkout without a new pipeline, too', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-refused-'));
    put({ key: 'TASK_FAMILY', value: 'web-family', environment_scope: 'staging', masked: true, raw: true });
    const { exitCode, stderr } = await site.adopt([...apply, '--write'], { env: { CI_PROJECT_DIR: folder } });
    const left = readdirSync(folder);
    rmSync(folder, { recursive: true });
    expect(exitCode, stderr).to.equal(3);
    expect(stderr).to.contain('nothing was changed');
    expect(left).to.deep.equal([]);
  });

  it('is left alone where ecs-cd does not know it, and not even named', async () => {
    put({ key: 'DATABASE_PASSWORD', value: 'canary-password' });
    const { log } = await site.adopt(apply);
    expect(log).to.not.contain('DATABASE_PASSWORD').and.not.contain('canary-password');
  });

  it('keeps its value out of the log where it is masked or looks like a secret', async () => {
    put({ key: 'SERVICE_NAME', value: 'AKIACANARYCANARYCANA', environment_scope: 'staging' });
    put({ key: 'CLUSTER_NAME', value: 'canary-cluster', environment_scope: 'staging', masked: true });
    const { log } = await site.adopt(staging);
    expect(log).to.match(/~ SERVICE_NAME +staging +"web-staging": value, raw$/m);
    expect(log).to.match(/~ CLUSTER_NAME +staging +"shop-staging": value, raw$/m);
    expect(log).to.not.match(/canary/i);
  });

  it('is masked, not left readable, where GitLab is older than hiding', async () => {
    await site.close();
    Object.assign(site, await openAdoptFixture({ canHide: false }));
    const { exitCode, stderr } = await site.adopt(apply);
    expect(exitCode).to.equal(0);
    expect(site.variable('AWS_SECRET_ACCESS_KEY')).to.include({ masked: true, hidden: false });
    expect(stderr).to.contain('is masked, but not hidden: this GitLab is older than 17.4');
    expect((await site.adopt(apply)).stderr).to.contain('9 as they are');
  });
});
