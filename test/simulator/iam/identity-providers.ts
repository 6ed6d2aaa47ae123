import type { Request } from '../../iam/policy-evaluator';
import { awsError, type Setting } from '../api';
import { errorTexts } from '../texts';

export interface IdentityProvider {
  /** The `iss` of its tokens: `https://gitlab.example.com`. */
  readonly url: string;
  /** The client IDs: what `aud` may be. */
  readonly audiences: readonly string[];
}

export interface IdentityProviderWorld {
  /** An OpenID Connect provider in IAM; called again, it changes the provider. */
  createIdentityProvider(provider: IdentityProvider): void;
}

/** What a token's middle part says, as far as AWS looks at it; signatures are nobody's business here. */
interface Claims {
  readonly iss?: unknown;
  readonly aud?: unknown;
  readonly sub?: unknown;
  readonly exp?: unknown;
}

/** The account's identity providers, and what they make of a token. */
export function identityProviders({ clock, accountId }: Setting) {
  const providers = new Map<string, IdentityProvider>();
  return {
    create: (provider: IdentityProvider) => void providers.set(provider.url, provider),

    /** What a trust policy is asked about a token that AWS takes; refuses it before in the order of AWS (inference). */
    requestOf(token: string): Request & { readonly subject: string } {
      const { iss, aud, sub, exp } = claimsIn(token);
      const provider = providers.get(String(iss));
      if (!provider)
        throw awsError('InvalidIdentityTokenException', errorTexts.noIdentityProvider(String(iss)));
      if (!provider.audiences.includes(String(aud))) {
        throw awsError('InvalidIdentityTokenException', errorTexts.wrongAudience);
      }
      if (typeof exp !== 'number' || exp * 1000 <= clock.now()) {
        throw awsError('ExpiredTokenException', errorTexts.expiredIdToken);
      }
      const name = provider.url.replace(/^https:\/\//, '');
      return {
        action: 'sts:AssumeRoleWithWebIdentity',
        principal: `arn:aws:iam::${accountId}:oidc-provider/${name}`,
        context: { [`${name}:aud`]: String(aud), [`${name}:sub`]: String(sub) },
        subject: String(sub),
      };
    },
  };
}

function claimsIn(token: string): Claims {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
  } catch {
    throw awsError('InvalidIdentityTokenException', errorTexts.noIdToken);
  }
}
