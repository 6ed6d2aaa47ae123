import { expect } from 'chai';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { virtualClock } from '../simulator/clock';
import { openAdoptFixture, outputsJson, siteForEach, staging } from './site';

const apply = [...staging, '--apply'];

describe('a run that is cut short', () => {
  const site = siteForEach();

  it('says what is set, what may be and what is not, and goes on when it runs again', async () => {
    site.gitlab.addFault({ kind: 'lost-reply', method: 'POST', after: 3 });
    const cut = await site.adopt(apply);
    expect(cut.exitCode).to.equal(7);
    expect(cut.stderr).to.match(
      /done +set: REPOSITORY_URL \(\*\), REPOSITORY_NAME \(\*\), DOCKER_BUILD_CONTEXT \(\*\)\nfix +.*run it again: it goes on where this run ended\nstate +may be set: TASK_FAMILY \(staging\)\n +not set: SERVICE_NAME \(staging\), CLUSTER_NAME \(staging\), AWS_DEFAULT_REGION \(\*\), AWS_SECRET_ACCESS_KEY \(\*\), AWS_ACCESS_KEY_ID \(\*\)\nverdict +needs-attention \(exit 7\)/,
    );
    const again = await site.adopt(apply);
    expect(again.exitCode).to.equal(0);
    expect(again.stderr).to.contain('the project is ready: 5 to create, 4 as they are');
  });

  it('counts what GitLab refused as not set', async () => {
    await site.close();
    Object.assign(site, await openAdoptFixture({ limit: 2 }));
    const { exitCode, stderr } = await site.adopt(apply);
    expect(exitCode).to.equal(7);
    expect(stderr).to.contain(
      'GitLab rejected the request: Maximum number of project ci variables (2) exceeded',
    );
    expect(stderr).to.match(/done +set: REPOSITORY_URL \(\*\), REPOSITORY_NAME \(\*\)\n/);
    expect(stderr).to.match(/state +not set: DOCKER_BUILD_CONTEXT \(\*\), /);
  });

  for (const [limit, verdict, files] of [
    [0, 3, []],
    [1, 7, ['.gitlab-ci.yml']],
  ] as const)
    it(`leaves ${limit ? 'its pipeline' : 'nothing, in the checkout neither'} where ${limit} variables were set`, async () => {
      await site.close();
      Object.assign(site, await openAdoptFixture({ limit }));
      const folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-cut-short-'));
      const { exitCode, stderr } = await site.adopt([...apply, '--write'], {
        env: { CI_PROJECT_DIR: folder },
      });
      const left = readdirSync(folder);
      rmSync(folder, { recursive: true });
      expect(exitCode).to.equal(verdict);
      expect(stderr.includes('; nothing was changed')).to.equal(limit === 0);
      expect(left).to.deep.equal(files);
    });

  for (const after of [0, 1]) {
    it(`between a key and its ID (${after === 0 ? 'before' : 'after'} the key) is noticed by the next run`, async () => {
      await site.adopt(apply);
      const outputs = outputsJson({
        aws_access_key_id: 'AKIAIOSFODNN7EXAMPL2',
        aws_secret_access_key: 'y'.repeat(40),
      });
      site.gitlab.addFault({ kind: 'refuse', method: 'PUT', after, times: 4 });
      expect((await site.adopt(apply, { outputs })).exitCode).to.equal(7);
      expect((await site.adopt(apply, { outputs })).exitCode).to.equal(0);
      expect(site.values()).to.include({
        'AWS_ACCESS_KEY_ID (*)': 'AKIAIOSFODNN7EXAMPL2',
        'AWS_SECRET_ACCESS_KEY (*)': 'y'.repeat(40),
      });
    });
  }

  it('by somebody else who sets the same says so', async () => {
    site.gitlab.addFault({ kind: 'rate-limit', method: 'POST', seconds: 1 });
    const clock = virtualClock();
    clock.schedule(500, () => site.gitlab.project.put({ key: 'REPOSITORY_URL', value: 'theirs' }));
    const { exitCode, stderr } = await site.adopt(apply, { clock });
    expect(exitCode).to.equal(3);
    expect(stderr).to.contain('somebody else has just set it: key has already been taken');
  });

  it('by SIGTERM gives its account, too', async () => {
    const interrupter = new AbortController();
    const { exitCode, stderr } = await site.adopt(apply, {
      interruption: interrupter.signal,
      onLog: (text) => {
        if (text.startsWith('set REPOSITORY_NAME')) interrupter.abort('SIGTERM');
      },
    });
    expect(exitCode).to.equal(143);
    expect(stderr).to.match(/done +set: REPOSITORY_URL \(\*\), REPOSITORY_NAME \(\*\)\n/);
    expect(stderr).to.match(/state +not set: DOCKER_BUILD_CONTEXT/);
    expect(site.gitlab.project.variables).to.have.length(2);
  });
});
