interface ConnectionProblem {
  readonly words: string;
  /** What to change so that it can be reached; undefined where only the caller can say. */
  readonly fix?: string | undefined;
  /** Whether it stays until somebody changes something: the host or the proxy was reached, and it is not what was meant. */
  readonly isLasting?: boolean | undefined;
  /** Whether the error is one of a connection at all. */
  readonly isKnown?: true;
}

const closed = { words: 'the connection was closed without an answer' };
const unreachable = { words: 'its host cannot be reached from this job' };
const untrusted = {
  words: 'its certificate is signed by an authority that is not trusted here',
  fix: 'set NODE_EXTRA_CA_CERTS to a file with the certificate of that authority (a proxy that opens TLS has one of its own), such as a variable of type file',
  isLasting: true,
} as const;
const wrongCertificate = {
  fix: 'renew or correct the certificate of the host, or of the proxy that opens TLS in front of it',
  isLasting: true,
} as const;

const notTls = { words: 'it does not speak TLS: http instead of https?', isLasting: true } as const;

/** By the code of Node's own error. */
const problemsByCode: Readonly<Record<string, ConnectionProblem>> = {
  ECONNREFUSED: { words: 'the connection was refused' },
  ECONNRESET: closed,
  ETIMEDOUT: { words: 'connecting timed out' },
  ENOTFOUND: { words: 'the name of its host has no address (DNS)' },
  EAI_AGAIN: {
    words: 'the name of its host could not be looked up (DNS)',
    fix: 'run the job again; if it persists, check the DNS server of the GitLab runner: it did not answer',
  },
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  CERT_HAS_EXPIRED: { words: 'its certificate has expired', ...wrongCertificate },
  ERR_TLS_CERT_ALTNAME_INVALID: { words: 'its certificate is for another host', ...wrongCertificate },
  DEPTH_ZERO_SELF_SIGNED_CERT: { ...untrusted, words: 'its certificate is signed by itself' },
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  EPROTO: notTls,
};

/** What a connection came to grief on; a proxy's error brings its own words. */
interface Failure extends Partial<ConnectionProblem> {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly isOfProxy?: true;
}

/** Why there was no answer, in plain words: never the address itself, which may hold a token. */
export function connectionProblemOf(error: unknown): ConnectionProblem {
  const { code, message, isOfProxy, fix, isLasting } = failureIn(error);
  const name = typeof code === 'string' ? code : '';
  const text = typeof message === 'string' && message ? message : name || 'no answer';
  if (isOfProxy) return { words: text, fix, isLasting, isKnown: true };
  const known = Object.hasOwn(problemsByCode, name) ? problemsByCode[name] : undefined;
  if (known) return { ...known, isKnown: true };
  return { words: name.startsWith('HPE_') ? 'what it answered is not HTTP' : text };
}

function failureIn(error: unknown): Failure {
  if (typeof error !== 'object' || error === null) return {};
  const { cause } = error as { readonly cause?: unknown };
  const isOutermost = 'isOfProxy' in error || typeof cause !== 'object' || cause === null;
  const failing: object = isOutermost ? error : cause;
  return failing;
}
