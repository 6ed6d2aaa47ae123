import type { AwsSettings, ChainedRole, Credentials } from '../../settings/aws-settings';
import type { Wire } from '../../host';
import type { Redactor } from '../../log/redact';
import { clientConfigOf } from './client-config';
import { heldSession, type HeldSession, type Identity, type Provider } from './held-session';

/** The credentials of a run, one set for all of its clients. */
export interface RunCredentials {
  readonly source: Identity | HeldSession['provide'];
  /** Sessions that can be had anew, the one that is used first; none where there are but keys. */
  readonly sessions: readonly HeldSession[];
}

/** STS answers for a whole account and region, and every job that starts needs it: it is asked for longer than a service. */
const attempts = { patient: 12, brisk: 3 };

export function credentialsOf(
  { region, credentials, chainedRole }: AwsSettings,
  wire: Wire,
  hide: Redactor['hide'],
): RunCredentials {
  const at = (maxAttempts: number) => clientConfigOf(region, maxAttempts, wire);
  const first = firstOf(credentials, at, hide);
  return chainedRole ? chainedTo(first, chainedRole, at, hide) : first;
}

type StsConfig = (maxAttempts: number) => ReturnType<typeof clientConfigOf>;

function firstOf(credentials: Credentials, at: StsConfig, hide: Redactor['hide']): RunCredentials {
  switch (credentials.kind) {
    case 'static': {
      const { accessKeyId, secretAccessKey, sessionToken } = credentials;
      const keys = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
      return { source: keys, sessions: [] };
    }
    case 'role': {
      const { roleArn, idToken, sessionName } = credentials;
      const assume = (maxAttempts: number) =>
        explained(
          () =>
            providers().fromWebToken({
              roleArn,
              webIdentityToken: idToken,
              roleSessionName: sessionName,
              clientConfig: at(maxAttempts),
            }),
          (error) => refusals().tokenRefusalOf(error, { roleArn, idToken }),
        );
      return alone(heldSession({ patient: assume(attempts.patient), brisk: assume(attempts.brisk) }, hide));
    }
    case 'ambient': {
      const chain = providers().fromNodeProviderChain({ clientConfig: at(attempts.patient) });
      return alone(heldSession({ patient: chain, brisk: chain }, hide));
    }
  }
}

function chainedTo(
  first: RunCredentials,
  { roleArn, externalId, sessionName }: ChainedRole,
  at: StsConfig,
  hide: Redactor['hide'],
): RunCredentials {
  const assume = (maxAttempts: number) =>
    explained(
      () =>
        providers().fromTemporaryCredentials({
          masterCredentials: first.source,
          params: {
            RoleArn: roleArn,
            RoleSessionName: sessionName,
            ...(externalId === undefined ? {} : { ExternalId: externalId }),
          },
          clientConfig: at(maxAttempts),
        }),
      (error) => refusals().chainRefusalOf(error, { roleArn, externalId }),
    );
  const session = heldSession({ patient: assume(attempts.patient), brisk: assume(attempts.brisk) }, hide);
  return { source: session.provide, sessions: [session, ...first.sessions] };
}

function alone(session: HeldSession): RunCredentials {
  return { source: session.provide, sessions: [session] };
}

/** A provider whose refusals are in the runner's words. */
function explained(provider: () => Provider, explain: (error: unknown) => Error): Provider {
  const provide = provider();
  return (options) =>
    provide(options).catch((error: unknown) => {
      throw explain(error);
    });
}

/** A quarter of the SDK's start-up time, which a job with keys does not need. */
function providers(): typeof import('@aws-sdk/credential-providers') {
  return require('@aws-sdk/credential-providers') as typeof import('@aws-sdk/credential-providers');
}

function refusals(): typeof import('../role-refusal') {
  return require('../role-refusal') as typeof import('../role-refusal');
}
