import { plainText } from './plain-text';

/** By the code of Node's own error, which fetch wraps. */
const wordsByCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed without an answer',
  UND_ERR_SOCKET: 'the connection was closed without an answer',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  ENOTFOUND: 'the name of its host has no address (DNS)',
  EAI_AGAIN: 'the name of its host could not be looked up (DNS)',
  EHOSTUNREACH: 'its host cannot be reached from this job',
  ENETUNREACH: 'its host cannot be reached from this job',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that is not trusted here',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS: http instead of https?',
};

/** Why there was no answer, in plain words: never the address itself, which may hold a token. */
export function connectionProblemOf(error: unknown): string {
  const inner = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const { code, message } = inner as { readonly code?: unknown; readonly message?: unknown };
  const name = typeof code === 'string' ? code : '';
  if (name.startsWith('HPE_')) return 'what it answered is not HTTP';
  return (
    wordsByCode[name] ?? plainText(typeof message === 'string' && message ? message : name || 'no answer')
  );
}
