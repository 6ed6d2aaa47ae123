import { jwtDecode } from 'jwt-decode';

export type TokenClaims = NonNullable<ReturnType<typeof claimsOf>>;

/**
 * What a token says of itself, not checked; undefined where it is none. Only the claims that AWS looks at: the others say
 * who started the job, and are nobody's business here.
 */
export function claimsOf(token: string) {
  try {
    const { iss = '', aud = '', sub = '', exp } = jwtDecode(token);
    const expiresAt = exp === undefined ? undefined : new Date(exp * 1000);
    return { iss, aud: [aud].flat().join(', '), sub, expiresAt };
  } catch {
    return undefined;
  }
}
