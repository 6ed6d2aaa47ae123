import type { AssumeRoleRequest, AssumeRoleWithWebIdentityRequest } from '@aws-sdk/client-sts';
import type { PolicyDocument } from '../../../runner/iam/policy-document';
import { allows } from '../../iam/policy-evaluator';
import { awsError, type Api, type CallContext, type Setting } from '../api';
import type { Keyring } from './credentials';
import { identityProviders, type IdentityProviderWorld } from './identity-providers';
import { refuseSession } from './session-rules';
import { errorTexts } from '../texts';

export interface RoleOptions {
  /** The ID tokens that the role's trust policy accepts, where it is not written down. */
  readonly idTokens?: readonly string[];
  /** ID tokens that were once good. */
  readonly expiredIdTokens?: readonly string[];
  /** Who may assume the role; without it the CI/CD user, other roles, and the tokens above. */
  readonly trustPolicy?: PolicyDocument;
  /** The account of the role, when it is another one. */
  readonly accountId?: string;
  /** Instead of what the caller asks for (AWS grants no less than 15 minutes). */
  readonly sessionSeconds?: number;
}

export interface StsWorld extends IdentityProviderWorld {
  /** A role that the CI/CD user and these ID tokens may assume; called again, it changes the role. */
  createRole(name: string, options?: RoleOptions): { readonly roleArn: string };
}

/** (AWS docs) */
const defaultSessionSeconds = 3600;

export function createSts(setting: Setting, keys: Keyring): { api: Api; world: StsWorld } {
  const { accountId, clock } = setting;
  const roles = new Map<string, RoleOptions>();
  const providers = identityProviders(setting);

  function sessionOf(roleArn = '', sessionName = '', asked = defaultSessionSeconds) {
    const { sessionSeconds: seconds = asked, accountId: account = accountId } = roles.get(roleArn) ?? {};
    const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    const arn = `arn:aws:sts::${account}:assumed-role/${name}/${sessionName}`;
    const key = keys.issue(arn, seconds);
    return {
      Credentials: {
        AccessKeyId: key.accessKeyId,
        SecretAccessKey: key.secretAccessKey,
        SessionToken: key.sessionToken,
        Expiration: new Date(clock.now() + seconds * 1000),
      },
      AssumedRoleUser: { AssumedRoleId: `AROASIMULATED:${sessionName}`, Arn: arn },
    };
  }

  function trusts(roleArn: string, caller: string, externalId: string | undefined): boolean {
    const role = roles.get(roleArn);
    if (!role?.trustPolicy) return role !== undefined;
    const context = externalId === undefined ? {} : { 'sts:ExternalId': externalId };
    return allows(role.trustPolicy, { action: 'sts:AssumeRole', principal: principalOf(caller), context });
  }

  /** The subject of a token that the role lets in. */
  function trustedSubject(roleArn: string, token: string): string {
    const { idTokens = [], expiredIdTokens = [], trustPolicy } = roles.get(roleArn) ?? {};
    if (expiredIdTokens.includes(token)) throw awsError('ExpiredTokenException', errorTexts.expiredIdToken);
    if (idTokens.includes(token)) return 'gitlab';
    // A role that names its tokens knows no others.
    const request = trustPolicy && providers.requestOf(token);
    if (!request || !allows(trustPolicy, request)) {
      throw awsError('AccessDeniedException', errorTexts.idTokenNotTrusted);
    }
    return request.subject;
  }

  return {
    api: {
      service: 'sts',
      operations: {
        GetCallerIdentity: (_input: object, { accessKeyId, caller }: CallContext) => ({
          UserId: accessKeyId,
          Account: caller.split(':')[4],
          Arn: caller,
        }),

        AssumeRole(input: AssumeRoleRequest, { caller }: CallContext) {
          const { RoleArn: role = '', RoleSessionName, DurationSeconds, ExternalId } = input;
          refuseSession({ RoleSessionName, DurationSeconds, isChained: caller.includes(':assumed-role/') });
          if (!trusts(role, caller, ExternalId)) {
            throw awsError('AccessDeniedException', errorTexts.mayNotAssume(caller, 'sts:AssumeRole', role));
          }
          return sessionOf(role, RoleSessionName, DurationSeconds);
        },

        AssumeRoleWithWebIdentity(input: AssumeRoleWithWebIdentityRequest) {
          const { RoleArn: role = '', RoleSessionName, WebIdentityToken = '', DurationSeconds } = input;
          refuseSession({ RoleSessionName, DurationSeconds, isChained: false });
          const subject = trustedSubject(role, WebIdentityToken);
          return {
            ...sessionOf(role, RoleSessionName, DurationSeconds),
            SubjectFromWebIdentityToken: subject,
          };
        },
      },
    },
    world: {
      createIdentityProvider: (provider) => providers.create(provider),
      createRole(name, options = {}) {
        const roleArn = `arn:aws:iam::${options.accountId ?? accountId}:role/${name}`;
        roles.set(roleArn, options);
        return { roleArn };
      },
    },
  };
}

/** The role behind a session: trust policies name that one. */
function principalOf(caller: string): string {
  return caller.replace(/:sts::(\d+):assumed-role\/([^/]+)\/.*$/, ':iam::$1:role/$2');
}
