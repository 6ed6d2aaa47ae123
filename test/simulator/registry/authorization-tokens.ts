import { randomBytes } from 'node:crypto';
import type { Setting } from '../api';

export interface AuthorizationToken {
  readonly password: string;
  /** ARN of whoever asked for it; the registry grants what that one may do. */
  readonly caller: string;
  readonly expiresAt: Date;
}

export type AuthorizationTokens = ReturnType<typeof authorizationTokens>;

/** What GetAuthorizationToken handed out, and whether it still opens the registry. */
export function authorizationTokens(clock: Setting['clock']) {
  const issued = new Map<string, AuthorizationToken>();
  // 12 hours (AWS docs)
  let lifetimeSeconds = 12 * 60 * 60;

  return {
    /** For those issued from now on. */
    setLifetimeSeconds(seconds: number) {
      lifetimeSeconds = seconds;
    },

    /** Every password that was handed out. */
    passwords: (): readonly string[] => [...issued.keys()],

    issue(caller: string): AuthorizationToken {
      // Some 2,000 characters of base64, as long as ECR's.
      const password = randomBytes(1_500).toString('base64');
      const token = { password, caller, expiresAt: new Date(clock.now() + lifetimeSeconds * 1000) };
      issued.set(password, token);
      return token;
    },

    /** Whom the header's Basic credentials stand for. */
    check(header: string | undefined): AuthorizationToken | 'none' | 'wrong' | 'expired' {
      if (header === undefined) return 'none';
      const [scheme, encoded = ''] = header.split(' ');
      const [username, password = ''] = Buffer.from(encoded, 'base64').toString().split(':');
      const token = issued.get(password);
      if (scheme?.toLowerCase() !== 'basic' || username !== 'AWS' || !token) return 'wrong';
      return token.expiresAt.getTime() > clock.now() ? token : 'expired';
    },
  };
}
