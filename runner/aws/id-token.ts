import { jwtDecode } from 'jwt-decode';

/** The claims of an ID token that AWS looks at. The others say who started the job, and are nobody's business here. */
export interface TokenClaims {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
  readonly expiresAt?: Date;
}

/** What a token says of itself, not checked; undefined where it is none. */
export function claimsOf(token: string): TokenClaims | undefined {
  try {
    const { iss = '', aud = '', sub = '', exp } = jwtDecode(token);
    return {
      iss,
      aud: [aud].flat().join(', '),
      sub,
      ...(exp === undefined ? {} : { expiresAt: new Date(exp * 1000) }),
    };
  } catch {
    return undefined;
  }
}
