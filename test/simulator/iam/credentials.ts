import { randomBytes } from 'node:crypto';
import { awsError, type CallContext, type Setting } from '../api';
import type { Signature } from '../protocol/signature';
import { errorTexts } from '../texts';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly caller: string;
  readonly expiresAt?: number;
}

/** The keys that the simulated AWS knows. */
export interface Keyring {
  /** The CI/CD user's keys. */
  readonly user: AccessKey;
  /** A session of an assumed role. */
  issue(caller: string, lifetimeSeconds: number): Required<AccessKey>;
  /** Who signed; refuses what AWS refuses before it looks at the request itself. */
  callerOf(signature: Signature | undefined, sessionToken: string | undefined, service: string): CallContext;
}

export function keyring({ clock, accountId, region }: Setting): Keyring {
  const keys = new Map<string, AccessKey>();
  const add = <Key extends AccessKey>(key: Key): Key => {
    keys.set(key.accessKeyId, key);
    return key;
  };
  const user = add({
    accessKeyId: 'AKIASIMULATEDCICDUSR',
    secretAccessKey: 'simulated/secret/access/key/of/the/cicd/user',
    caller: `arn:aws:iam::${accountId}:user/cicd`,
  });
  return {
    user,
    issue: (caller, lifetimeSeconds) =>
      add({
        accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: randomBytes(48).toString('base64'),
        caller,
        expiresAt: clock.now() + lifetimeSeconds * 1000,
      }),
    callerOf(signature, sessionToken, service) {
      if (!signature) throw awsError('MissingAuthenticationTokenException', errorTexts.unsigned);
      const key = keys.get(signature.accessKeyId);
      if (!key || key.sessionToken !== sessionToken) {
        throw awsError('UnrecognizedClientException', errorTexts.unknownKey);
      }
      if (!signature.isMadeWith(key.secretAccessKey)) {
        throw awsError('InvalidSignatureException', errorTexts.wrongSecret);
      }
      if (key.expiresAt !== undefined && key.expiresAt <= clock.now()) {
        throw awsError('ExpiredTokenException', errorTexts.expiredToken);
      }
      if (signature.region !== region) {
        throw awsError('InvalidSignatureException', errorTexts.wrongRegion(signature.region));
      }
      if (signature.service !== service) {
        throw awsError('InvalidSignatureException', errorTexts.wrongService(service));
      }
      const { accessKeyId, caller } = key;
      return { accessKeyId, caller, ...(sessionToken === undefined ? {} : { sessionToken }) };
    },
  };
}
