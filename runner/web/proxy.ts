import { EcsCdError } from '../errors';
import type { ProxySettings, ProxyVariable } from '../host';

export interface Proxy {
  readonly url: URL;
  /** `proxy.example.com:3128 (HTTPS_PROXY)`: never with the user and password that the variable may hold. */
  readonly title: string;
  readonly variable: string;
}

export interface RequestTarget {
  /** `https:` */
  readonly protocol: string;
  readonly hostname: string;
  /** Undefined or empty for the protocol's own. */
  readonly port?: number | string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Undefined where the job has no proxy: nothing of this is loaded then. */
export function proxySettingsIn(env: Environment): ProxySettings | undefined {
  const [http, https] = ['http_proxy', 'https_proxy'].map((name) => variableIn(env, name));
  if (!http && !https) return undefined;
  const except = variableIn(env, 'no_proxy')?.value.toLowerCase() ?? '';
  return { http, https, except: except.split(/[,\s]+/).filter(Boolean) };
}

/** In lower case first, as curl and Node.js read them. */
function variableIn(env: Environment, lowerCase: string): ProxyVariable | undefined {
  const name = [lowerCase, lowerCase.toUpperCase()].find((one) => env[one]?.trim());
  return name === undefined ? undefined : { name, value: env[name]?.trim() ?? '' };
}

/** The proxy that a request goes through; undefined where it goes straight. */
export function proxyFor(target: RequestTarget, settings: ProxySettings | undefined): Proxy | undefined {
  const variable = target.protocol === 'https:' ? settings?.https : settings?.http;
  if (!variable || settings?.except.some((exception) => isMeant(exception, target))) return undefined;
  const { name, value } = variable;
  const text = value.includes('://') ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.hostname) {
    return { url, title: `${url.host} (${name})`, variable: name };
  }
  throw new EcsCdError('invalid-usage', `${name} is not the address of an HTTP proxy`, {
    fix: `write ${name} as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT`,
  });
}

/** `*`, a host with or without its port, a domain with all below it, or a range of IPv4 addresses. */
function isMeant(exception: string, { protocol, hostname, port }: RequestTarget): boolean {
  const [, name = exception, exceptionPort] = /^(.+?):(\d+)$/.exec(exception) ?? [];
  const ownPort = String(port || (protocol === 'https:' ? 443 : 80));
  if (exceptionPort !== undefined && exceptionPort !== ownPort) return false;
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, '');
  const domain = name.replace(/^\*?\.|^\[|\]$/g, '');
  return name === '*' || host === domain || host.endsWith(`.${domain}`) || isInRange(host, name);
}

function isInRange(host: string, range: string): boolean {
  const [, base = '', bits] = /^(\d+(?:\.\d+){3})\/(\d\d?)$/.exec(range) ?? [];
  if (bits === undefined || !/^\d+(\.\d+){3}$/.test(host)) return false;
  const bitsOf = (address: string) =>
    address.replace(/\d+\.?/g, (part) => parseInt(part).toString(2).padStart(8, '0'));
  return bitsOf(host).startsWith(bitsOf(base).slice(0, Number(bits)));
}
