import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { releaseAssets } from '../release-assets';
import type { RecordedRequest } from '../gitlab/gitlab';
import { keyId, outputsJson, secretKey, siteForEach, staging } from './site';

describe('the secrets of a project that is set up', () => {
  const site = siteForEach();

  it('are in no message about outputs that nobody has marked, or where a key is one', async () => {
    const canary = 'Tr0ub4dor-horse-battery';
    const services = { a: { secret_name: canary }, b: { secret_name: `${canary}-2` } };
    const outputs = JSON.stringify({
      api_tokens: { value: { [canary]: 'x' } },
      services: { value: services },
      cluster: { value: `arn:aws:ecs:eu-central-1:123456789012:cluster/main?token=${canary}` },
      stage: { value: canary, sensitive: true },
    });
    const runs = [site.adopt([], { outputs }), site.adopt(staging, { outputs })];
    const kept = { ...(JSON.parse(outputsJson()) as object), stage: { value: canary, sensitive: true } };
    runs.push(site.adopt(staging, { outputs: JSON.stringify(kept) }));
    for (const { log } of await Promise.all(runs)) expect(log).to.not.contain('Tr0ub4dor');
  });

  it('are in no line of any run, whatever becomes of it', async () => {
    const runs: Promise<{ log: string }>[] = [];
    const newKey = {
      aws_access_key_id: 'AKIAIOSFODNN7EXAMPL2',
      aws_secret_access_key: 'canaryCanaryCanary0000000000000000000000',
    };
    runs.push(site.adopt(staging));
    await Promise.all(runs);
    runs.push(site.adopt([...staging, '--apply']));
    await Promise.all(runs);
    runs.push(site.adopt([...staging, '--apply'], { outputs: outputsJson(newKey) }));
    runs.push(site.adopt(['--environment', 'other'], { outputs: outputsJson(newKey) }));
    runs.push(site.adopt(staging, { outputs: outputsJson({ ...newKey, cluster_name: [secretKey] }) }));
    runs.push(
      site.adopt(staging, { outputs: outputsJson({ cluster_name: secretKey, aws_ecs_service_name: keyId }) }),
    );
    runs.push(
      site.adopt(staging, { outputs: outputsJson({ cluster_name: secretKey.replaceAll('/', 'x') }) }),
    );
    runs.push(site.adopt(staging, { outputs: outputsJson().slice(0, -2) }));
    runs.push(site.adopt([...staging, '--format', 'dotenv']));
    runs.push(site.adopt(['--map', `SERVICE_NAME=${secretKey}`, '--map', secretKey]));
    for (const { log } of await Promise.all(runs)) {
      for (const secret of [
        secretKey,
        keyId,
        newKey.aws_secret_access_key,
        newKey.aws_access_key_id,
        site.gitlab.token,
      ]) {
        expect(log.replaceAll(`SERVICE_NAME=${secretKey}`, '')).to.not.contain(secret);
      }
      expect(log).to.not.contain(secretKey.replaceAll('/', 'x'));
    }
  });

  it('are in no line where GitLab repeats what it was asked, whatever that was', async () => {
    const { token } = site.gitlab;
    const words = (request: RecordedRequest) => '.'.repeat(290) + token + JSON.stringify(request);
    for (const [method, after, rotated] of [
      ['GET', 0, {}],
      // One more is set each time, before the next is refused.
      ...Array.from({ length: 9 }, (_, index) => ['POST', Math.min(index, 1), {}] as const),
      ['PUT', 0, { aws_access_key_id: keyId.replace(/E$/, 'D') }],
    ] as const) {
      if (method === 'PUT') await site.adopt([...staging, '--apply']);
      site.gitlab.addFault({ kind: 'says', method, after, words });
      const { log } = await site.adopt([...staging, '--apply'], { outputs: outputsJson(rotated) });
      expect(log).to.contain('[MASKED]').and.not.contain('AKIA').and.not.contain(secretKey);
      expect(log).to.not.contain(token.slice(0, 9));
    }
  });

  it('are in no address that is asked for, and the token in its header alone', async () => {
    await site.adopt([...staging, '--apply']);
    expect(site.gitlab.requests).to.not.be.empty;
    for (const { url, headers, body } of site.gitlab.requests) {
      const rest = JSON.stringify({ url, ...headers, 'private-token': '' });
      for (const secret of [secretKey, keyId, site.gitlab.token]) expect(rest).to.not.contain(secret);
      expect(headers['private-token']).to.equal(site.gitlab.token);
      expect(body).to.not.contain(site.gitlab.token);
    }
  });

  it('are taken from no option', async () => {
    for (const option of ['--gitlab-token=x', '--aws-secret-access-key=x', '--token=x']) {
      expect((await site.adopt([option])).exitCode).to.equal(2);
    }
  });

  it('go to no other host in the clear', async () => {
    for (const url of [
      'http://gitlab.example.com',
      'http://127.0.0.1.example.com',
      'http://localhost.example.com/',
    ]) {
      const { exitCode, stderr } = await site.adopt(staging, { env: { ECS_CD_GITLAB_URL: url } });
      expect(exitCode).to.equal(2);
      expect(stderr.replaceAll(/\s+/g, ' '))
        .to.contain('would take the token unencrypted to another host')
        .and.contain('write https://');
    }
    for (const url of [
      'https://ci:canary@gitlab.com',
      'ftp://gitlab.com',
      'gitlab.com',
      'https://gitlab.com?x=canary',
    ]) {
      const { exitCode, stderr } = await site.adopt(staging, { env: { ECS_CD_GITLAB_URL: url } });
      expect(exitCode).to.equal(2);
      expect(stderr)
        .to.match(/ECS_CD_GITLAB_URL/)
        .and.not.contain('canary');
    }
  });

  for (const [what, token, message] of [
    [
      'the token of a job',
      'glcbt-64_canarycanary',
      'is a token of GitLab that may not set variables, such as that of a job',
    ],
    ['a deploy token', 'gldt-canarycanary', 'is a token of GitLab that may not set variables'],
    ['two words', 'canary canary', 'is not an access token: it has a space in it'],
    ['a header of its own', 'canary\r\nx: y', 'is not an access token'],
  ] as const) {
    it(`are asked for with another token than ${what}`, async () => {
      const { exitCode, stderr } = await site.adopt(staging, { env: { ECS_CD_GITLAB_TOKEN: token } });
      expect(exitCode).to.equal(2);
      expect(stderr.replaceAll(/\s+/g, ' ')).to.contain(message).and.not.contain('canary');
    });
  }

  it('come through a pipe into a process of its own', async function () {
    const { bundle } = await releaseAssets();
    const ended = await new Promise<{ readonly code: number; readonly output: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [bundle, 'adopt', ...staging, '--apply', '--project', 'shop/web'],
        {
          env: {
            PATH: process.env.PATH,
            ECS_CD_GITLAB_URL: site.gitlab.url,
            ECS_CD_GITLAB_TOKEN: site.gitlab.token,
          },
        },
        (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
      );
      child.stdin?.end(outputsJson());
    });
    expect(ended.code, ended.output).to.equal(0);
    expect(site.gitlab.project.variables).to.have.length(9);
    expect(ended.output).to.not.contain(secretKey);
  });
});
