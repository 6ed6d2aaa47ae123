import { systemClock } from '../../runner/clock';
import { expect } from 'chai';
import { get } from 'node:https';
import { clientsOf } from '../../runner/aws/clients/clients';
import { ecrApi } from '../../runner/ecr/ecr-api';
import { healthCheckApi } from '../../runner/proof/health-check-api';
import { proxyFor, proxySettingsIn } from '../../runner/web/proxy';
import { agentThrough } from '../../runner/web/proxy-agent-api';
import { openAdoptFixture } from '../adopt/site';
import { openBuildFixture } from '../build/build-fixture';
import { openHealthEndpoint } from '../health-endpoint';
import { openServiceFixture } from '../service-fixture';
import { startSimulator } from '../simulator/simulator';
import { startConnectProxy, type ConnectProxy } from './connect-proxy';
import { startTlsHost } from './tls-host';

const never = new AbortController().signal;
const login = 'runner:hunter22-hunter22';

const { signal: interruption } = new AbortController();

describe('behind a proxy', () => {
  let proxy: ConnectProxy;
  const closing: (() => Promise<void>)[] = [];
  afterEach(() => Promise.all(closing.splice(0).map((close) => close())));
  const open = async <T extends { close(): Promise<void> }>(opened: Promise<T>): Promise<T> => {
    const it = await opened;
    closing.push(() => it.close());
    return it;
  };
  const openProxy = async (options?: Parameters<typeof startConnectProxy>[0]) => {
    proxy = await open(startConnectProxy(options));
  };
  const withLogin = () => proxy.url.replace('://', `://${login}@`);
  const proxies = (env: Readonly<Record<string, string>>) => ({ proxies: proxySettingsIn(env) });
  const openImage = async (env: Readonly<Record<string, string>>) => {
    const aws = await open(startSimulator());
    const url = aws.world.createRepository('team/app');
    aws.world.putImage('team/app', 'v1', { revision: 'abc' });
    const [accessKeyId, secretAccessKey] = [aws.env.AWS_ACCESS_KEY_ID!, aws.env.AWS_SECRET_ACCESS_KEY!];
    const credentials = { kind: 'static', accessKeyId, secretAccessKey } as const;
    const wire = { endpoint: aws.url, retryDelayMs: 0, ...proxies(env) };
    const client = clientsOf({ region: 'eu-central-1', credentials }, wire, { hide() {} }).ecr(
      'eu-central-1',
    );
    closing.push(() => Promise.resolve(client.destroy()));
    const repository = { url, registry: aws.registry, name: 'team/app' };
    return {
      aws,
      ecr: ecrApi(client, repository, 'eu-central-1', { clock: systemClock, interruption, wire }),
    };
  };
  const errorOf = (asked: Promise<unknown>) =>
    asked.then(
      () => expect.fail('it was answered'),
      (error: unknown) => error as Error & { verdict: string; fix: string },
    );

  it('AWS and the layers of its registry are asked through it', async () => {
    await openProxy({ login });
    const { aws, ecr } = await openImage({ HTTP_PROXY: withLogin() });
    const image = await ecr.image('v1');
    expect(proxy.asked).to.deep.equal([`${aws.url}/`]);
    expect(await ecr.commitOf(image!)).to.equal('abc');
    expect(proxy.asked).to.have.length(3);
    expect(proxy.asked[2]).to.contain(aws.url).and.contain('/_blobs/');
  });

  it('nothing is asked through it that NO_PROXY names', async () => {
    await openProxy();
    const { ecr } = await openImage({ HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' });
    expect(await ecr.commitOf((await ecr.image('v1'))!)).to.equal('abc');
    expect(proxy.asked).to.deep.equal([]);
  });

  it('AWS over TLS is asked through a tunnel, and a certificate that is not trusted is told as that', async () => {
    await openProxy();
    const host = await open(startTlsHost());
    const wire = { endpoint: host.url, retryDelayMs: 0, ...proxies({ https_proxy: proxy.url }) };
    const credentials = { kind: 'static', accessKeyId: 'AKIA', secretAccessKey: 'secret' } as const;
    const client = clientsOf({ region: 'eu-central-1', credentials }, wire, { hide() {} }).ecr(
      'eu-central-1',
    );
    const ecr = ecrApi(client, { url: 'r/app', registry: 'r', name: 'app' }, 'eu-central-1', {
      clock: systemClock,
      interruption,
    });
    const error = await errorOf(ecr.image('v1'));
    client.destroy();
    expect(proxy.asked).to.deep.equal([new URL(host.url).host]);
    expect(error.message).to.contain('its certificate is signed by');
    expect(error).to.include({ verdict: 'rejected' });
    expect(error.fix).to.contain('NODE_EXTRA_CA_CERTS');
  });

  it('the health check goes through it, over TLS and without', async () => {
    await openProxy();
    const [site, host] = [await open(openHealthEndpoint([204])), await open(startTlsHost())];
    const probe = healthCheckApi(systemClock, proxies({ HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url }));
    expect(await probe.get(site.url, 2_000, never)).to.deep.equal({ status: 204 });
    expect(await probe.get(host.url, 2_000, never))
      .to.have.property('problem')
      .that.contains('its certificate is signed by');
    expect(proxy.asked).to.deep.equal([site.url, new URL(host.url).host]);
  });

  it('its password is in no log, however it fails before AWS', async () => {
    const shop = await open(openServiceFixture());
    const host = await open(startTlsHost());
    const encoded = Buffer.from(login).toString('base64');
    for (const options of [
      { login: 'x:other' },
      { refusal: 403 },
      { refusal: 502 },
      { refusal: 'end' },
      'gone',
    ] as const) {
      await openProxy(options === 'gone' ? {} : options);
      if (options === 'gone') await proxy.close();
      for (const [name, endpoint] of [
        ['HTTP_PROXY', shop.aws.url],
        ['HTTPS_PROXY', host.url],
      ] as const) {
        const { log, exitCode } = await shop.deploy({ env: { [name]: withLogin() }, endpoint });
        expect(exitCode, log).to.be.oneOf([3, 75]);
        expect(log).to.match(options === 'gone' || exitCode === 3 ? /the proxy/ : /./);
        for (const secret of ['hunter22', encoded, encoded.slice(2, -4)]) expect(log).to.not.contain(secret);
      }
    }
  });

  it("GitLab's API is asked through it, and its password is in no log", async () => {
    await openProxy({ login });
    const site = await open(openAdoptFixture());
    const { log } = await site.adopt([], { env: { http_proxy: withLogin() } });
    expect(proxy.asked[0]).to.contain(`${site.gitlab.url}/api/v4/projects/`);
    expect(log).to.contain('CLUSTER_NAME').and.not.contain('hunter22');
  });

  it('the engine gets the same variables', async () => {
    await openProxy();
    const fixture = await open(openBuildFixture());
    await fixture.build({ HTTP_PROXY: proxy.url, no_proxy: 'docker' });
    expect(proxy.asked.length).to.be.above(0);
    const build = fixture.calls().find(({ command }) => command === 'build');
    expect(build?.env).to.include({ HTTP_PROXY: proxy.url, no_proxy: 'docker' });
  });

  it('that wants a password, it is told which variable lacks it', async () => {
    await openProxy({ login });
    const [plain, tls] = [await openImage({ HTTP_PROXY: proxy.url }), await open(startTlsHost())];
    const error = await errorOf(plain.ecr.image('v1'));
    const title = `${new URL(proxy.url).host} (HTTP_PROXY)`;
    expect(error.message).to.contain(`the proxy ${title} asks for a user and a password (HTTP 407)`);
    expect(error).to.include({ verdict: 'rejected' });
    expect(error.fix).to.contain('put them into HTTP_PROXY');
    expect(proxy.asked).to.have.length(1);
    const probe = healthCheckApi(systemClock, proxies({ HTTPS_PROXY: proxy.url }));
    expect(await probe.get(tls.url, 2_000, never))
      .to.have.property('problem')
      .that.contains('(HTTPS_PROXY) asks for a user and a password');
  });

  it('that refuses a host, it is the proxy that is named, not AWS', async () => {
    for (const [refusal, verdict, words] of [
      [403, 'rejected', 'does not let this request through (HTTP 403)'],
      [503, 'try-again', 'cannot reach the host (HTTP 503)'],
    ] as const) {
      await openProxy({ refusal });
      const credentials = { kind: 'static', accessKeyId: 'AKIA', secretAccessKey: 'secret' } as const;
      const wire = { retryDelayMs: 0, ...proxies({ HTTPS_PROXY: proxy.url }) };
      const client = clientsOf({ region: 'eu-central-1', credentials }, wire, { hide() {} }).ecr(
        'eu-central-1',
      );
      const ecr = ecrApi(client, { url: 'r/app', registry: 'r', name: 'app' }, 'eu-central-1', {
        clock: systemClock,
        interruption,
      });
      const error = await errorOf(ecr.image('v1'));
      client.destroy();
      expect(error).to.include({ verdict });
      expect(error.message).to.contain(words);
      expect(proxy.asked[0]).to.equal('api.ecr.eu-central-1.amazonaws.com:443');
      expect(proxy.asked).to.have.length(verdict === 'rejected' ? 1 : 3);
    }
  });

  it('that is not there, it is the way to the proxy that is to be checked', async () => {
    const { ecr } = await openImage({ HTTP_PROXY: 'http://127.0.0.1:1' });
    const error = await errorOf(ecr.image('v1'));
    expect(error).to.include({ verdict: 'try-again' });
    expect(error.message).to.contain(
      'the proxy 127.0.0.1:1 (HTTP_PROXY) cannot be reached: the connection was refused',
    );
    expect(error.fix).to.contain('check HTTP_PROXY').and.not.contain('region');
  });

  it('that answers nothing, the wait has an end', async () => {
    await openProxy({ refusal: 'silence' });
    const url = 'https://aws.example/';
    const through = proxyFor(new URL(url), proxySettingsIn({ HTTPS_PROXY: proxy.url }))!;
    const agent = agentThrough(through, 'https:', { keepAlive: false, limitMs: 20 });
    const error = await new Promise<Error>((resolve) => {
      get(url, { agent }).once('error', resolve);
    });
    expect(error.message).to.match(/the proxy .* cannot be reached: no answer in time/);
  });
});
