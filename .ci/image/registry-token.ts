interface Wish {
  /** `user:password` in base64; a registry may hand out a token to whoever asks. */
  readonly login: string | undefined;
  /** What is asked for beyond what the request was refused for. */
  readonly actions: 'pull' | 'pull,push';
}

const isLoopback = (host: string) => /^(?:localhost|127\.\d+\.\d+\.\d+)$/.test(host);

/**
 * The Authorization header that a registry asks for: the login itself, or a token from where it sends whoever asks (OCI
 * distribution, token authentication). A login goes nowhere without TLS.
 */
export async function authorizationFor(challenge: string, { login, actions }: Wish): Promise<string> {
  const basic = login === undefined ? undefined : `Basic ${login}`;
  if (!/^bearer /i.test(challenge)) return basic ?? '';
  const parts = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
  );
  const { realm = '', service = '', scope = '' } = parts;
  const url = new URL(realm);
  if (url.protocol !== 'https:' && !isLoopback(url.hostname))
    throw new Error(`${url.host}, where the registry hands out tokens, is not asked without TLS`);
  url.searchParams.set('service', service);
  url.searchParams.set('scope', scope.replace(/:pull$/, `:${actions}`));
  const response = await fetch(url, { headers: basic === undefined ? {} : { authorization: basic } });
  if (!response.ok) throw new Error(`${url.host} answers ${response.status} ${response.statusText}`);
  const { token, access_token: accessToken } = (await response.json()) as Record<string, string>;
  return `Bearer ${token ?? accessToken ?? ''}`;
}
