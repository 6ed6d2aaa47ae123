import type { IncomingMessage } from 'node:http';
import { awsError, type CallContext } from './api';
import type { Keyring } from './credentials';

/** `AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=..., Signature=...` */
const credentialScope = /Credential=([^/,]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/;

/** Who signed a request; refuses what AWS refuses before it looks at the request itself. */
export function authenticatedBy(
  { headers }: IncomingMessage,
  _body: string,
  { keys, region, service }: { keys: Keyring; region: string; service: string },
): CallContext {
  const [, accessKeyId, signedRegion, signedService] =
    credentialScope.exec(headers.authorization ?? '') ?? [];
  if (accessKeyId === undefined) {
    throw awsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  }
  const token = headers['x-amz-security-token'];
  const context = keys.callerOf(accessKeyId, typeof token === 'string' ? token : undefined);
  if (signedRegion !== region) {
    throw awsError(
      'InvalidSignatureException',
      `Credential should be scoped to a valid region, not '${signedRegion ?? ''}'. The service is in ${region}.`,
    );
  }
  if (signedService !== service) {
    throw awsError(
      'InvalidSignatureException',
      `Credential should be scoped to correct service: '${service}'.`,
    );
  }
  return context;
}
