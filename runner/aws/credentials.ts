import type { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsSettings } from '../contract/settings';
import type { Wire } from '../world';

type Provider = ReturnType<typeof fromNodeProviderChain>;
type Identity = Awaited<ReturnType<Provider>>;

/** Credentials closer to their end than this are renewed; the SDK's clients use the same margin. */
const renewalMarginMs = 5 * 60_000;

/** The credentials of a run, one provider for all of its clients. */
export function credentialsOf({ region, credentials }: AwsSettings, wire: Wire = {}): Identity | Provider {
  if (credentials.kind === 'static') {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  }
  // A quarter of the SDK's start-up time, which a job with keys does not need.
  const providers =
    require('@aws-sdk/credential-providers') as typeof import('@aws-sdk/credential-providers');
  const clientConfig = { region, ...(wire.endpoint === undefined ? {} : { endpoint: wire.endpoint }) };
  switch (credentials.kind) {
    case 'role':
      return shared(
        providers.fromWebToken({
          roleArn: credentials.roleArn,
          webIdentityToken: credentials.idToken,
          roleSessionName: credentials.sessionName,
          clientConfig,
        }),
      );
    case 'ambient':
      return shared(providers.fromNodeProviderChain({ clientConfig }));
  }
}

/** Each SDK client remembers credentials only for itself, so without this two clients assume the role twice. */
function shared(provider: Provider): Provider {
  let held: Promise<Identity> | undefined;
  return (options) => {
    const before = held;
    held = renewed(before, () => provider(options));
    return held;
  };
}

async function renewed(
  held: Promise<Identity> | undefined,
  provide: () => Promise<Identity>,
): Promise<Identity> {
  const identity = await held?.catch(() => undefined);
  return identity && isFresh(identity) ? identity : provide();
}

function isFresh({ expiration }: Identity): boolean {
  return expiration === undefined || expiration.getTime() - Date.now() > renewalMarginMs;
}
