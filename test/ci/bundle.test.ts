import { expect } from 'chai';
import { execFile, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { base, secretArn } from '../preflight/look-ahead';
import { releaseAssets } from '../release-assets';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { startConnectProxy } from '../web/connect-proxy';
import { startTlsHost } from '../web/tls-host';

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const servicesOf = ({ aws }: ServiceFixture) =>
  [...new Set(aws.calls.map(({ service }) => service))].toSorted();

describe('the bundle', () => {
  let folder: string;
  let bundle: string;

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'ecs-cd-bundle-'));
    ({ bundle } = await releaseAssets());
  });

  after(() => rmSync(folder, { recursive: true }));

  it('is one file that runs by itself', async () => {
    const { exitCode, stdout } = await run(bundle, ['--help']);
    expect(exitCode).to.equal(0);
    expect(stdout)
      .to.match(/ecs-cd build/)
      .and.match(/ecs-cd deploy/)
      .and.match(/ecs-cd rollback/);
  });

  it('ends with exit code 2 when the command is wrong', async () => {
    const { exitCode, stderr } = await run(bundle, ['depoly']);
    expect(exitCode, stderr).to.equal(2);
    expect(stderr).to.include('depoly');
  });

  it('names every variable that a deploy misses', async () => {
    const { exitCode, stderr } = await run(bundle, ['deploy']);
    expect(exitCode, stderr).to.equal(2);
    expect(stderr).to.include('CLUSTER_NAME').and.include('SERVICE_NAME');
  });

  it('has every AWS client in it that a deploy and a plan need', async function () {
    const fixture = await openServiceFixture();
    try {
      const env = { ...fixture.env, DOCKER_TAG: 'v1', CI_PROJECT_DIR: folder };
      const { exitCode, stdout, stderr } = await run(bundle, ['deploy'], { env });
      expect(exitCode, stdout + stderr).to.equal(0);
      const used = ['ec2', 'ecr', 'ecs', 'iam', 'logs', 'sts'];
      expect(servicesOf(fixture)).to.deep.equal(used);
      fixture.aws.world.createSecret('web/key');
      fixture.aws.world.createParameter('/web/database');
      const secrets = [secretArn('web/key'), '/web/database'].map((valueFrom) => ({ name: 'X', valueFrom }));
      base({}, { secrets })(fixture);
      const planned = await run(bundle, ['plan'], { env });
      expect(planned.exitCode, planned.stdout + planned.stderr).to.equal(10);
      expect(planned.stdout).to.match(/preflight +no problems found\n/);
      expect(servicesOf(fixture)).to.deep.equal([...used, 'secretsmanager', 'ssm'].toSorted());
    } finally {
      await fixture.close();
    }
  });

  it('writes nothing of Node.js into the log of a job that looks at many secrets at once', async () => {
    const shop = await openServiceFixture();
    try {
      const names = Array.from({ length: 12 }, (_, index) => `web/key-${index}`);
      for (const name of names) shop.aws.world.createSecret(name);
      base({}, { secrets: names.map((name) => ({ name: 'X', valueFrom: secretArn(name) })) })(shop);
      const env = { ...shop.env, DOCKER_TAG: 'v1', CI_PROJECT_DIR: folder };
      const { exitCode, stdout, stderr } = await run(bundle, ['plan'], { env });
      expect(exitCode, stdout + stderr).to.equal(10);
      expect(shop.aws.calls.filter(({ operation }) => operation === 'DescribeSecret').length).to.be.above(5);
      expect(stderr).to.equal('');
    } finally {
      await shop.close();
    }
  });

  it('goes through a proxy, and trusts the authorities of NODE_EXTRA_CA_CERTS', async () => {
    const proxy = await startConnectProxy();
    const host = await startTlsHost((_, response) => {
      const body = JSON.stringify({ __type: 'AccessDeniedException', message: 'the host was reached' });
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
    });
    const shop = await openServiceFixture();
    try {
      const env = { ...shop.env, AWS_ENDPOINT_URL: host.url, HTTPS_PROXY: proxy.url, CI_PROJECT_DIR: folder };
      const untrusted = await run(bundle, ['deploy'], { env });
      expect(untrusted.exitCode, untrusted.stderr).to.equal(3);
      expect(untrusted.stderr)
        .to.contain('NODE_EXTRA_CA_CERTS')
        .and.not.match(/host\s+was\s+reached/);
      const trusted = await run(bundle, ['deploy'], {
        env: { ...env, NODE_EXTRA_CA_CERTS: host.certificate },
      });
      expect(trusted.exitCode, trusted.stderr).to.equal(3);
      expect(trusted.stderr).to.match(/host\s+was\s+reached/);
      expect(new Set(proxy.asked)).to.deep.equal(new Set([new URL(host.url).host]));
    } finally {
      await Promise.all([shop.close(), host.close(), proxy.close()]);
    }
  });

  const unanswered = [
    [
      'hang',
      'was not made',
      /happened .*UpdateService to web:2 was sent, but no deployment of it can be seen/,
    ],
    ['half-reply', 'was made', /done +(asked ECS to roll back to|the service was updated back to) web:1/],
  ] as const;
  for (const [kind, what, left] of unanswered) {
    it(`is gone within 7 s of SIGTERM while an update is unanswered that ${what}, has looked, and says what is left`, async () => {
      const shop = await openServiceFixture();
      try {
        shop.aws.faults.add({ operation: 'UpdateService', kind });
        const calls = () => shop.aws.calls.map(({ operation }) => operation);
        let signalled = NaN;
        const meanwhile = async (child: ChildProcess) => {
          while (child.exitCode === null && !calls().includes('UpdateService')) await delay(5);
          signalled = performance.now();
          child.kill('SIGTERM');
        };
        const env = { ...shop.env, CI_PROJECT_DIR: folder };
        const { exitCode, stdout, stderr } = await run(bundle, ['deploy'], { env, meanwhile });
        expect(exitCode, stdout + stderr).to.equal(143);
        expect(performance.now() - signalled).to.be.below(7_000);
        expect(calls().slice(calls().indexOf('UpdateService'))).to.include('DescribeServices');
        expect(stdout + stderr).to.match(left);
      } finally {
        await shop.close();
      }
    });
  }

  interface Running {
    readonly env?: Readonly<Record<string, string>>;
    readonly meanwhile?: (child: ChildProcess) => Promise<void>;
  }

  function run(file: string, args: readonly string[], { env = {}, meanwhile }: Running = {}): Promise<Ended> {
    const { PATH = '', HOME = '' } = process.env;
    return new Promise((resolve, reject) => {
      const child = execFile(
        file,
        args,
        { cwd: folder, env: { PATH, HOME, ...env } },
        (error, stdout, stderr) => {
          const exitCode = error ? Number(error.code ?? -1) : 0;
          resolve({ exitCode, stdout, stderr });
        },
      );
      meanwhile?.(child).catch(reject);
    });
  }
});
