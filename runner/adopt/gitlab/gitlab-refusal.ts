import { EcsCdError } from '../../errors';
import { plainText } from '../../log/plain-text';
import { redactorOf } from '../../log/redact';
import { publicUrlOf } from '../../names/public-url';
import type { GitlabAnswer } from './gitlab-request-api';

/** What GitLab says against a request, in each of the forms that its API has for that (GitLab's source, lib/api). */
function gitlabWordsOf(body: unknown): string | undefined {
  const { message, error, error_description } = Object(body) as Readonly<Record<string, unknown>>;
  const words = textOf(message) ?? textOf(error_description) ?? textOf(error);
  return words === undefined ? undefined : plainText(words);
}

function textOf(message: unknown): string | undefined {
  if (typeof message === 'string') return message;
  if (typeof message !== 'object' || message === null) return undefined;
  // Validation errors: { "key": ["has already been taken"], "base": [...] }.
  const lines = Object.entries(message).map(([member, texts]) => {
    const joined = [texts]
      .flat()
      .filter((text) => typeof text === 'string')
      .join(', ');
    return member === 'base' ? joined : `${member} ${joined}`;
  });
  return lines.join('; ');
}

/** The first that fits is what an answer means; without `says`, whatever GitLab says. */
const meanings: readonly { status: RegExp; says?: RegExp; means: string; fix: string }[] = [
  {
    status: /^401/,
    means: 'GitLab rejected the token',
    fix: 'put a valid access token of this GitLab into ECS_CD_GITLAB_TOKEN; they expire, and a job token is none',
  },
  {
    status: /^403/,
    says: /insufficient_scope/,
    means: 'GitLab does not allow it',
    fix: 'use a token with the scope "api"',
  },
  {
    status: /^403/,
    means: 'GitLab does not allow it',
    fix: 'use a token that has the role Maintainer in the project, or Owner in the group (and the scope "api")',
  },
  { status: /^404/, says: /Variable/, means: 'somebody else has just removed it', fix: 'run it again' },
  {
    status: /^404/,
    means: 'GitLab has no such project or group for this token',
    fix: 'check --project (--group) and --gitlab-url; one that the token may not see looks the same',
  },
  { status: /^429/, means: 'GitLab limits the rate of requests', fix: 'wait a minute, and run it again' },
  { status: /^5/, means: 'GitLab answered with a server error', fix: 'wait a while, and run it again' },
  {
    status: /./,
    says: /already been taken/,
    means: 'somebody else has just set it',
    fix: 'run it again to see what it holds now',
  },
];
const anyOther = { means: 'GitLab rejected the request', fix: 'see what GitLab says; then run it again' };

/**
 * The error of a request that GitLab answered and did not do; `purpose` follows "cannot". What was sent is not brought
 * back into a log by any answer.
 */
export function refusalErrorOf(
  { status, headers, body }: GitlabAnswer,
  purpose: string,
  sent?: string,
): EcsCdError {
  if (status >= 300 && status < 400) {
    const place = headers.location === undefined ? 'another address' : publicUrlOf(headers.location);
    const message = `cannot ${purpose}: GitLab redirects to ${place}, and the token was not taken there`;
    const fix =
      'pass --gitlab-url and --project as they are now: the address may have changed, or the project moved';
    return new EcsCdError('rejected', message, { fix });
  }
  const said = redactorOf([sent])(gitlabWordsOf(body) ?? `status ${status}`);
  const whole = JSON.stringify(body ?? '');
  const { means, fix } =
    meanings.find(({ status: of, says = /^/ }) => of.test(String(status)) && says.test(whole)) ?? anyOther;
  const verdict = status === 429 || status >= 500 ? 'try-again' : 'rejected';
  return new EcsCdError(verdict, `cannot ${purpose}: ${means}: ${said}`, { fix });
}

/** The error of a request that something else than GitLab's API answered. */
export function strangerErrorOf(status: number, apiUrl: string, purpose: string): EcsCdError {
  const message = `cannot ${purpose}: what answers at ${apiUrl} is not GitLab's API (status ${status})`;
  const fix = 'check --gitlab-url, and whether a proxy or a login page stands before GitLab';
  return new EcsCdError('rejected', message, { fix });
}
