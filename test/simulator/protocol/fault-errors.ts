import { awsError, type AwsErrorReply, type CallContext, type Setting } from '../api';
import type { Fault } from './faults';
import { errorTexts } from '../texts';

/** The refusal that a fault stands for, if it is one. */
export function faultError(
  fault: Fault,
  { service, operation, input }: { service: string; operation: string; input: unknown },
  { caller, accessKeyId, sessionToken }: CallContext,
  setting: Setting,
): AwsErrorReply | undefined {
  switch (fault.kind) {
    case 'throttle':
      return awsError('ThrottlingException', errorTexts.throttled);
    case 'server-error':
      return awsError('ServerException', errorTexts.serverError, 500);
    case 'unavailable':
      return awsError('ServiceUnavailable', errorTexts.unavailable, 503);
    case 'access-denied': {
      const { action = `${service}:${operation}`, resource = resourceOf(service, input, setting) } = fault;
      return awsError('AccessDeniedException', errorTexts.accessDenied(caller, action, resource));
    }
    case 'expired-token':
      return awsError('ExpiredTokenException', errorTexts.expiredToken);
    case 'client-error':
      return awsError(fault.error?.name ?? 'ClientException', fault.error?.message ?? '');
    case 'echo':
      return awsError(
        'ClientException',
        `cannot read ${JSON.stringify({ accessKeyId, sessionToken, input })}`,
      );
    case 'unsupported-feature':
      return awsError('UnsupportedFeatureException', errorTexts.unsupportedFeature);
    case 'concurrent-revisions':
      return awsError('ClientException', errorTexts.concurrentRevisions);
    case 'no-verification-key':
      return awsError('InvalidIdentityTokenException', errorTexts.noVerificationKey);
    case 'stop-too-late':
    case 'newer-member':
    case 'hang':
    case 'refuse':
    case 'lost-reply':
    case 'half-reply':
    case 'strange-page':
    case 'other-body':
    case 'endless-list':
    case 'stale':
      return undefined;
  }
}

function resourceOf(service: string, input: unknown, { region, accountId }: Setting): string {
  const {
    cluster,
    service: name,
    services,
    serviceDeploymentArn,
  } = input as {
    readonly cluster?: string;
    readonly service?: string;
    readonly services?: readonly string[];
    readonly serviceDeploymentArn?: string;
  };
  const named = serviceDeploymentArn ?? name ?? services?.[0];
  if (service !== 'ecs' || named === undefined) return '*';
  if (named.startsWith('arn:')) return named;
  return `arn:aws:ecs:${region}:${accountId}:service/${cluster ?? 'default'}/${named}`;
}
