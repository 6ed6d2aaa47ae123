import { expect } from 'chai';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { healthCheckApi } from '../../runner/proof/health-check-api';
import { virtualClock } from '../simulator/clock';
import { openHealthEndpoint, type HealthEndpoint, type EndpointAnswer } from '../health-endpoint';

const clock = virtualClock();
const never = new AbortController().signal;

describe('asking an address', () => {
  let site: HealthEndpoint;
  const sites: HealthEndpoint[] = [];
  afterEach(() => Promise.all(sites.splice(0).map((each) => each.close())));
  const silentFor = (milliseconds: number) => () => {
    void clock.sleep(milliseconds);
    return 'silence' as const;
  };
  const ask = async (answer: EndpointAnswer | (() => EndpointAnswer), timeoutMs = 2_000, signal = never) => {
    site = await openHealthEndpoint(typeof answer === 'function' ? answer : [answer]);
    sites.push(site);
    return healthCheckApi(clock).get(site.url, timeoutMs, signal);
  };

  it('answers the status, whatever it is', async () => {
    for (const status of [200, 204, 404, 503]) expect(await ask(status)).to.deep.equal({ status });
  });

  it('does not follow a redirect: that would be the health of another place', async () => {
    expect(await ask({ to: 'https://login.example.com/' })).to.deep.equal({ status: 302 });
  });

  it('says who asks, and opens a connection of its own each time', async () => {
    await ask(200);
    expect(site.requests[0]?.headers).to.include({ 'user-agent': 'ecs-cd', connection: 'close' });
  });

  it('waits no longer than it may', async () => {
    expect(await ask(silentFor(300), 300)).to.deep.equal({ problem: 'no answer within 0.3 s' });
    expect(await ask(silentFor(5_000), 60_000)).to.deep.equal({ problem: 'no answer within 5 s' });
  });

  it('is over at once when the job is cancelled', async () => {
    const interrupter = new AbortController();
    const silence = () => {
      interrupter.abort('SIGTERM');
      return 'silence' as const;
    };
    const problem = 'it was not waited for';
    expect(await ask(silence, 60_000, interrupter.signal)).to.deep.equal({ problem });
    expect(await ask('silence', 60_000, interrupter.signal)).to.deep.equal({ problem });
  });

  it('tells in plain words why there is no answer, and never the address, which may hold a token', async () => {
    expect(await ask('hang-up')).to.deep.equal({ problem: 'the connection was closed without an answer' });
    const gone = `${site.url}?token=hunter2`;
    const overTls = gone.replace('http:', 'https:');
    expect(await healthCheckApi(clock).get(overTls, 2_000, never)).to.deep.equal({
      problem: 'it does not speak TLS: http instead of https?',
    });
    await site.close();
    const problems = [
      await healthCheckApi(clock).get(gone, 2_000, never),
      await healthCheckApi(clock).get('http://ecs-cd.invalid/?token=hunter2', 2_000, never),
      // A port that fetch asks nobody at.
      await healthCheckApi(clock).get('http://127.0.0.1:6000/?token=hunter2', 2_000, never),
      await healthCheckApi(clock).get('not an address, hunter2', 2_000, never),
    ];
    expect(problems[0]).to.deep.equal({ problem: 'the connection was refused' });
    expect(problems[1]).to.have.property('problem').that.matches(/DNS/);
    expect(JSON.stringify(problems)).to.not.contain('hunter2');
  });

  it('takes what is no web server for what it is', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {}).end('SSH-2.0-OpenSSH_9.6\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const answer = await healthCheckApi(clock).get(url, 2_000, never);
    server.close();
    expect(answer).to.deep.equal({ problem: 'what it answered is not HTTP' });
  });
});
