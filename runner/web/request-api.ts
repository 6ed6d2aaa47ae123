import http from 'node:http';
import https from 'node:https';
import type { ProxySettings } from '../host';
import { proxyFor } from './proxy';
import { proxyRefusalOf } from './proxy-problem';

export interface WebRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly proxies: ProxySettings | undefined;
}

/**
 * The head of one answer, on a connection of its own; whoever does not read the body destroys it. Redirects are not
 * followed. Not by fetch: what Node loads for that takes 25 MB, which a job on a small runner may not have (measured),
 * and it knows nothing of proxies.
 */
export async function responseTo(
  address: string,
  { method = 'GET', headers = {}, body, signal, proxies }: WebRequest,
): Promise<http.IncomingMessage> {
  const url = new URL(address);
  const proxy = proxyFor(url, proxies);
  const agent = proxy ? proxyAgents().agentThrough(proxy, url.protocol, { keepAlive: false }) : false;
  const { request } = url.protocol === 'https:' ? https : http;
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const options = { method, signal, agent, headers: { ...headers, connection: 'close' } };
    request(url, options, resolve).once('error', reject).end(body);
  });
  if (proxy && response.statusCode === 407) {
    response.destroy();
    throw proxyRefusalOf(proxy, 407);
  }
  return response;
}

const proxyAgents = () => require('./proxy-agent-api') as typeof import('./proxy-agent-api');
