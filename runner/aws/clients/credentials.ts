import type { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsSettings, ChainedRole, Credentials } from '../../settings/aws-settings';
import type { Wire } from '../../host';
import type { Redactor } from '../../log/redact';
import { clientConfigOf } from './client-config';

export interface RunCredentials {
  readonly source: Identity | HeldSession['provide'];
  /** Sessions that can be had anew, the one that is used first; none where there are but keys. */
  readonly sessions: readonly HeldSession[];
}

/** STS answers for a whole account and region, and every job that starts needs it: it is asked for longer than a service. */
const attempts = { patient: 12, brisk: 3 };

type ClientConfig = ReturnType<typeof clientConfigOf>;
/** A session of a role, whose refusals are in the runner's words. */
type Assume = (
  provider: (config: ClientConfig) => Provider,
  explain: (error: unknown) => Error,
) => HeldSession;

export function credentialsOf(
  { region, credentials, chainedRole }: AwsSettings,
  wire: Wire,
  hide: Redactor['hide'],
): RunCredentials {
  const configOf = (maxAttempts: number) => clientConfigOf(region, maxAttempts, wire);
  const assume: Assume = (provider, explain) => {
    const explained = (maxAttempts: number): Provider => {
      const provide = provider(configOf(maxAttempts));
      return (options) => provide(options).catch((error: unknown) => Promise.reject(explain(error)));
    };
    return heldSession(explained(attempts.patient), explained(attempts.brisk), hide);
  };
  const first = firstOf(credentials, assume);
  if (!chainedRole) return first;
  const session = chainedSession(first, chainedRole, assume);
  return { source: session.provide, sessions: [session, ...first.sessions] };
}

function firstOf(credentials: Credentials, assume: Assume): RunCredentials {
  if (credentials.kind === 'static') return { source: credentials, sessions: [] };
  const session =
    credentials.kind === 'role' ? tokenSession(credentials, assume) : ownSession(credentials, assume);
  return { source: session.provide, sessions: [session] };
}

/** Of the machine: whatever the SDK's own chain finds. */
function ownSession({ profile }: Extract<Credentials, { kind: 'ambient' }>, assume: Assume): HeldSession {
  return assume(
    (clientConfig) => providers().fromNodeProviderChain({ clientConfig }),
    (error) => refusals().profileRefusalOf(error, profile),
  );
}

function tokenSession(role: Extract<Credentials, { kind: 'role' }>, assume: Assume): HeldSession {
  const { roleArn, idToken: webIdentityToken, sessionName: roleSessionName } = role;
  return assume(
    (clientConfig) => providers().fromWebToken({ roleArn, webIdentityToken, roleSessionName, clientConfig }),
    (error) => refusals().tokenRefusalOf(error, role),
  );
}

function chainedSession({ source }: RunCredentials, role: ChainedRole, assume: Assume): HeldSession {
  const { roleArn: RoleArn, externalId: ExternalId, sessionName: RoleSessionName } = role;
  const params = { RoleArn, RoleSessionName, ExternalId };
  return assume(
    (clientConfig) =>
      providers().fromTemporaryCredentials({ masterCredentials: source, params, clientConfig }),
    (error) => refusals().chainRefusalOf(error, role),
  );
}

/** A quarter of the SDK's start-up time, which a job with keys does not need. */
function providers() {
  return require('@aws-sdk/credential-providers') as typeof import('@aws-sdk/credential-providers');
}

function refusals() {
  return require('../role-refusal') as typeof import('../role-refusal');
}

type Provider = ReturnType<typeof fromNodeProviderChain>;
export type Identity = Awaited<ReturnType<Provider>>;

type HeldSession = ReturnType<typeof heldSession>;

/** Credentials closer to their end than this are renewed; the SDK's clients use the same margin. */
const renewalMarginMs = 5 * 60_000;
/** A session that is not renewed is used up to here: a request takes a moment. */
const lastUseMs = 30_000;
const pauseAfterFailureMs = 30_000;

/**
 * A session that is shared by all the clients of a run, and renewed before it ends. `patient` insists: without credentials
 * there is nothing else to do; `brisk` gives up soon: the session that is held is still good for minutes. `hide` gets the
 * secrets of each session before it is used: AWS may repeat what it was asked.
 */
function heldSession(patient: Provider, brisk: Provider, hide: Redactor['hide']) {
  let held: Promise<Identity> | undefined;
  let current: Identity | undefined;
  let nextTry = 0;
  let isAsking = false;

  async function renewed(before: typeof held, options: Parameters<Provider>[0]): Promise<Identity> {
    const identity = await before?.catch(() => undefined);
    const leftMs = identity ? lifetimeMs(identity) : 0;
    if (identity && (leftMs > renewalMarginMs || (leftMs > lastUseMs && Date.now() < nextTry)))
      return identity;
    try {
      current = await (leftMs > lastUseMs ? brisk : patient)(options);
      hide([current.accessKeyId, current.secretAccessKey, current.sessionToken]);
      return current;
    } catch (error) {
      if (!identity || leftMs <= lastUseMs) throw error;
      nextTry = Date.now() + pauseAfterFailureMs;
      return identity;
    }
  }

  const provide: Provider = (options) => {
    // Clients that ask at the same time wait for the same answer, also where it is a refusal.
    if (isAsking && held) return held;
    isAsking = true;
    const asked = renewed(held, options).finally(() => {
      isAsking = false;
    });
    held = asked;
    return asked;
  };
  return {
    /** For the SDK, which remembers nothing itself: each of its clients would assume the role for itself. */
    provide: Object.assign(provide, { memoized: true as const }),
    /** Throws away what is held, whatever it says of its end; with a key, only the session of that key. Whether it did. */
    forget(accessKeyId = current?.accessKeyId) {
      if (accessKeyId === undefined || accessKeyId !== current?.accessKeyId) return false;
      held = current = undefined;
      return true;
    },
  };
}

function lifetimeMs({ expiration }: Identity): number {
  return expiration === undefined ? Infinity : expiration.getTime() - Date.now();
}
