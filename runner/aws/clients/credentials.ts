import type { AwsSettings, ChainedRole, Credentials } from '../../settings/aws-settings';
import type { Wire } from '../../host';
import type { Redactor } from '../../log/redact';
import { clientConfigOf } from './client-config';
import { heldSession, type HeldSession, type Identity, type Provider } from './held-session';

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
      return (options) =>
        provide(options).catch((error: unknown) => {
          throw explain(error);
        });
    };
    return heldSession(explained(attempts.patient), explained(attempts.brisk), hide);
  };
  const ambient = () => {
    const chain = providers().fromNodeProviderChain({ clientConfig: configOf(attempts.patient) });
    return heldSession(chain, chain, hide);
  };
  const first = firstOf(credentials, assume, ambient);
  if (!chainedRole) return first;
  const session = chainedSession(first, chainedRole, assume);
  return { source: session.provide, sessions: [session, ...first.sessions] };
}

function firstOf(credentials: Credentials, assume: Assume, ambient: () => HeldSession): RunCredentials {
  if (credentials.kind === 'static') {
    const { kind: _, ...keys } = credentials;
    return { source: keys, sessions: [] };
  }
  const session = credentials.kind === 'role' ? tokenSession(credentials, assume) : ambient();
  return { source: session.provide, sessions: [session] };
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
