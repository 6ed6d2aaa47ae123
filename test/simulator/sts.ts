import type { AssumeRoleRequest, AssumeRoleWithWebIdentityRequest } from '@aws-sdk/client-sts';
import { awsError, type Api, type CallContext, type Setting } from './api';
import type { Keyring } from './credentials';
import { errorTexts } from './texts';

export interface RoleOptions {
  /** The ID tokens that the role's trust policy accepts. */
  readonly idTokens?: readonly string[];
  /** ID tokens that were once good. */
  readonly expiredIdTokens?: readonly string[];
  /** Instead of what the caller asks for (AWS grants no less than 15 minutes). */
  readonly sessionSeconds?: number;
}

export interface StsWorld {
  /** A role that the CI/CD user and these ID tokens may assume; called again, it changes the role. */
  createRole(name: string, options?: RoleOptions): { readonly roleArn: string };
}

/** (AWS docs) */
const defaultSessionSeconds = 3600;

export function createSts({ accountId, clock }: Setting, keys: Keyring): { api: Api; world: StsWorld } {
  const roles = new Map<string, RoleOptions>();

  function sessionOf(roleArn = '', sessionName = '', asked = defaultSessionSeconds) {
    const seconds = roles.get(roleArn)?.sessionSeconds ?? asked;
    const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    const arn = `arn:aws:sts::${accountId}:assumed-role/${name}/${sessionName}`;
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

  return {
    api: {
      service: 'sts',
      operations: {
        GetCallerIdentity: (_input: object, { accessKeyId, caller }: CallContext) => ({
          UserId: accessKeyId,
          Account: accountId,
          Arn: caller,
        }),

        AssumeRole(input: AssumeRoleRequest, { caller }: CallContext) {
          const { RoleArn: role = '', RoleSessionName, DurationSeconds } = input;
          if (!roles.has(role)) {
            throw awsError('AccessDeniedException', errorTexts.mayNotAssume(caller, 'sts:AssumeRole', role));
          }
          return sessionOf(role, RoleSessionName, DurationSeconds);
        },

        AssumeRoleWithWebIdentity(input: AssumeRoleWithWebIdentityRequest) {
          const {
            RoleArn: role = '',
            RoleSessionName,
            WebIdentityToken: token = '',
            DurationSeconds,
          } = input;
          const { idTokens = [], expiredIdTokens = [] } = roles.get(role) ?? {};
          if (expiredIdTokens.includes(token)) {
            throw awsError('ExpiredTokenException', errorTexts.expiredIdToken);
          }
          if (!idTokens.includes(token))
            throw awsError('AccessDeniedException', errorTexts.idTokenNotTrusted);
          return {
            ...sessionOf(role, RoleSessionName, DurationSeconds),
            SubjectFromWebIdentityToken: 'gitlab',
          };
        },
      },
    },
    world: {
      createRole(name, options = {}) {
        const roleArn = `arn:aws:iam::${accountId}:role/${name}`;
        roles.set(roleArn, options);
        return { roleArn };
      },
    },
  };
}
