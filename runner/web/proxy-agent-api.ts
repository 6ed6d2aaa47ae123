import type { Agent } from 'node:http';
import type { HttpsProxyAgent } from 'https-proxy-agent';
import type { Proxy } from './proxy';
import { proxyRefusalOf, unreachableProxyOf } from './proxy-problem';

/** Shorter than the SDK waits for a connection through a proxy, so that it is the proxy that gets the blame. */
const usualLimitMs = 5_000;

/** An agent whose connections go through the proxy: a tunnel for HTTPS, the whole address for HTTP. */
export function agentThrough(
  proxy: Proxy,
  protocol: string,
  { keepAlive, limitMs = usualLimitMs }: { readonly keepAlive: boolean; readonly limitMs?: number },
): Agent {
  const { username, password } = proxy.url;
  const address = new URL(proxy.url);
  address.username = address.password = '';
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  const options = {
    keepAlive,
    // Not in the address, which the agent may show.
    headers: username || password ? { 'proxy-authorization': `Basic ${basic.toString('base64')}` } : {},
  };
  if (protocol !== 'https:') {
    const { HttpProxyAgent } = require('http-proxy-agent') as typeof import('http-proxy-agent');
    return bounded(new HttpProxyAgent(address, options), proxy, limitMs);
  }
  const { HttpsProxyAgent } = require('https-proxy-agent') as typeof import('https-proxy-agent');
  const agent = bounded(new HttpsProxyAgent(address, options), proxy, limitMs);
  // Whoever asked would take a proxy's refusal for the answer of the host that it was to reach.
  agent.on('proxyConnect', ({ statusCode = 0 }: { readonly statusCode?: number }) => {
    if (statusCode !== 200) throw proxyRefusalOf(proxy, statusCode);
  });
  return agent;
}

type ProxyAgent = Pick<HttpsProxyAgent<string>, 'connect' | 'connectOpts'> & Agent;

/** The library waits for a silent proxy for ever, and its connection would keep the process. */
function bounded<T extends Agent>(proxyAgent: T, proxy: Proxy, limitMs: number): T {
  const agent = proxyAgent as unknown as ProxyAgent;
  const connect = agent.connect.bind(agent);
  agent.connect = async (...request) => {
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), limitMs);
    // Read by the library at once, before anything else can connect.
    Object.assign(agent.connectOpts, { signal: giveUp.signal });
    try {
      return await connect(...request);
    } catch (error) {
      const problem = unreachableProxyOf(proxy, error, giveUp.signal.aborted);
      giveUp.abort();
      throw problem;
    } finally {
      clearTimeout(timer);
    }
  };
  return proxyAgent;
}
