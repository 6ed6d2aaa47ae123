import { EcsCdError, type Problem } from '../errors';
import { providerNameOf } from '../names/identity-provider';
import { commonAwsErrorOf } from './aws-error';
import { awsErrorKindOf, type AwsErrorKind } from './aws-error-kind';
import { jwtDecode } from 'jwt-decode';

// None of these errors has a cause: whoever looks for AWS's own error behind one would take what STS said for the answer
// to another call, and the SDK would try that call again.

type Refusal = Pick<EcsCdError, 'message'> & { readonly fix: string; readonly problems?: readonly Problem[] };

const policyCommand = 'ecs-cd iam-policy --policy';

/** Of all that it has looked through, the SDK says that there was nothing; whoever names a profile means that one. */
export function profileRefusalOf(error: unknown, profile = ''): Error {
  if (profile === '' || (error as Partial<Error>).name !== 'CredentialsProviderError') return error as Error;
  return new EcsCdError(
    'invalid-usage',
    `AWS_PROFILE is ${JSON.stringify(profile)}, which gives no AWS credentials`,
    {
      fix: 'set AWS_PROFILE to a profile that "aws configure list-profiles" shows ("aws sso login" renews its session), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead',
    },
  );
}

/** Why STS gives no session for the job's ID token, and which claim or setting has to change. */
export function tokenRefusalOf(
  error: unknown,
  { roleArn, idToken }: { readonly roleArn: string; readonly idToken: string },
): EcsCdError {
  const purpose = `assume the role ${roleArn}`;
  const claims = claimsOf(idToken);
  const passing = passingOf(error, purpose, 'sts:AssumeRoleWithWebIdentity', roleArn);
  if (!passing) return rejected(purpose, error, tokenRefusal(error, roleArn, claims));
  if (!/verification key|communicat/i.test(wordsOf(error))) return passing;
  const { iss = 'the address of GitLab' } = claims ?? {};
  const fix = `run the job again; if it persists, AWS has to reach ${iss}/.well-known/openid-configuration from the internet`;
  return new EcsCdError(passing.verdict, passing.message, { fix });
}

/** What is known of a token that STS refuses. */
type RefusedToken = ReturnType<typeof refusedTokenOf>;

/** What STS means, by the kind of the error and its words, as `KIND WORDS`: the first that fits. */
const readings: readonly (readonly [RegExp, (token: RefusedToken) => Refusal])[] = [
  [
    /^expired-credentials /,
    ({ claims }) => ({
      message: `the ID token of this job has expired${claims?.expiresAt ? `: it expired at ${claims.expiresAt.toISOString()}` : ''}`,
      fix: 'give the job a timeout that covers all of it (input job_timeout): GitLab lets its ID token live that long, and 5 min where a job has no timeout',
    }),
  ],
  [
    /Incorrect token audience/i,
    ({ provider, aud, account, claims }) => ({
      message: `${provider} does not know the audience of the job's ID token`,
      fix: `add ${aud} to the audiences of ${provider} in account ${account}, or set the input id_token_audience to one that it has`,
      problems: claims ? [audienceProblem(claims)] : [],
    }),
  ],
  [
    /No OpenIDConnect provider/i,
    ({ account, iss, aud }) => ({
      message: `account ${account} has no identity provider for ${iss}`,
      fix: `create it there: aws iam create-open-id-connect-provider --url ${iss} --client-id-list ${aud}`,
    }),
  ],
  [
    /^denied /,
    ({ claims }) => ({
      message: "its trust policy does not fit the job's ID token, or there is no such role",
      fix: `compare the trust policy of the role with these claims; "${policyCommand} trust" prints the one it needs`,
      problems: claims ? [audienceProblem(claims), subjectProblem(claims)] : [],
    }),
  ],
  [
    /^/,
    ({ iss }) => ({
      message: "AWS rejected the job's ID token",
      fix: `see what AWS says; the token is of ${iss}`,
    }),
  ],
];

function tokenRefusal(error: unknown, roleArn: string, claims: TokenClaims | undefined): Refusal {
  const said = `${awsErrorKindOf(error)} ${wordsOf(error)}`;
  const [, refusal] = readings.find(([says]) => says.test(said)) as (typeof readings)[number];
  return refusal(refusedTokenOf(roleArn, claims));
}

const refusedTokenOf = (roleArn: string, claims: TokenClaims | undefined) => ({
  claims,
  iss: claims?.iss ?? 'the address of GitLab',
  aud: claims?.aud ?? '',
  provider: `the identity provider ${claims ? providerNameOf(claims.iss) : 'of GitLab'}`,
  /** The role's. */
  account: roleArn.split(':')[4] ?? '',
});

function audienceProblem({ iss, aud }: TokenClaims): Problem {
  return {
    subject: 'aud',
    message: `is ${aud} in the token (input id_token_audience)`,
    fix: `the condition has to be "${providerNameOf(iss)}:aud": "${aud}"`,
  };
}

function subjectProblem({ iss, sub }: TokenClaims): Problem {
  return {
    subject: 'sub',
    message: `is ${sub} in the token`,
    fix: `the condition has to be "${providerNameOf(iss)}:sub": "${sub}", or a pattern with StringLike`,
  };
}

/** Why STS gives no session of the second role to the first one. */
export function chainRefusalOf(
  error: unknown,
  { roleArn, externalId }: { readonly roleArn: string; readonly externalId?: string | undefined },
): EcsCdError {
  // What is wrong with the first credentials has been said already.
  if (error instanceof EcsCdError) return error;
  const purpose = `assume the role ${roleArn} (ECS_CD_CHAINED_ROLE_ARN)`;
  const passing = passingOf(error, purpose, 'sts:AssumeRole', roleArn);
  if (passing) return passing;
  // AWS was not asked: there are none to ask it with.
  const missing = commonAwsErrorOf(error, { purpose, permission: 'sts:AssumeRole', resource: roleArn });
  if (missing?.verdict === 'invalid-usage')
    return new EcsCdError(missing.verdict, missing.message, { fix: missing.fix });
  if (awsErrorKindOf(error) !== 'denied') {
    const fix = 'check the first credentials, which AWS rejected';
    return rejected(purpose, error, { message: 'AWS rejected the request', fix });
  }
  const asked = externalId === undefined ? 'no external ID' : 'ECS_CD_CHAINED_ROLE_EXTERNAL_ID';
  return rejected(purpose, error, {
    message: 'the first credentials may not',
    fix: `allow them sts:AssumeRole on it ("${policyCommand} chain"), and let its trust policy name them, with ${asked} ("${policyCommand} chained-trust")`,
  });
}

/** Said of the way to STS, not of who asks: AWS is busy, does not answer or cannot be reached. */
const passingKinds: readonly AwsErrorKind[] = ['throttled', 'unavailable', 'passing', 'blocked'];

function passingOf(
  error: unknown,
  purpose: string,
  permission: string,
  resource: string,
): EcsCdError | undefined {
  if (!passingKinds.includes(awsErrorKindOf(error))) return undefined;
  const known = commonAwsErrorOf(error, { purpose, permission, resource });
  return known && new EcsCdError(known.verdict, known.message, { fix: known.fix });
}

function rejected(purpose: string, error: unknown, { message, ...details }: Refusal): EcsCdError {
  return new EcsCdError('rejected', `cannot ${purpose}: ${message}; AWS: ${wordsOf(error)}`, details);
}

function wordsOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return [name, message].filter((text) => text !== '' && text !== 'Error').join(': ');
}

type TokenClaims = NonNullable<ReturnType<typeof claimsOf>>;

/**
 * What a token says of itself, not checked; undefined where it is none. Only the claims that AWS looks at: the others say
 * who started the job, and are nobody's business here.
 */
function claimsOf(token: string) {
  try {
    const { iss = '', aud = '', sub = '', exp } = jwtDecode(token);
    const expiresAt = exp === undefined ? undefined : new Date(exp * 1000);
    return { iss, aud: [aud].flat().join(', '), sub, expiresAt };
  } catch {
    return undefined;
  }
}
