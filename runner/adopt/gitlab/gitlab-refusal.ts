import { EcsCdError } from '../../errors';
import { plainText } from '../../log/plain-text';
import { redactorOf } from '../../log/redact';

/** An answer of GitLab's that is none that was hoped for. */
export interface Refusal {
  readonly status: number;
  /** Parsed, or undefined where it is not JSON. */
  readonly body: unknown;
  /** Where a redirect points to. */
  readonly location?: string;
  /** What was sent, so that no answer brings it back into a log. */
  readonly sent?: string;
}

const longestWords = 300;

/** What GitLab says against a request, in each of the forms that its API has for that (GitLab's source, lib/api). */
function gitlabWordsOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { message, error, error_description } = body as Readonly<Record<string, unknown>>;
  const words = textOf(message) ?? textOf(error_description) ?? textOf(error);
  return words === undefined ? undefined : plainText(words).slice(0, longestWords);
}

function textOf(message: unknown): string | undefined {
  if (typeof message === 'string') return message;
  if (typeof message !== 'object' || message === null) return undefined;
  // Validation errors: { "key": ["has already been taken"], "base": [...] }.
  return Object.entries(message)
    .map(([member, texts]) => {
      const joined = Array.isArray(texts) ? texts.filter((text) => typeof text === 'string').join(', ') : '';
      return member === 'base' ? joined : `${member} ${joined}`;
    })
    .join('; ');
}

/** The error of a request that GitLab answered and did not do; `purpose` follows "cannot". */
export function refusalErrorOf({ status, body, location, sent }: Refusal, purpose: string): EcsCdError {
  const said = redactorOf([sent])(gitlabWordsOf(body) ?? `status ${status}`);
  const error = (verdict: 'rejected' | 'try-again', message: string, fix: string) =>
    new EcsCdError(verdict, `cannot ${purpose}: ${message}`, { fix });
  if (status >= 300 && status < 400) {
    return error(
      'rejected',
      `GitLab redirects to ${location ?? 'another address'}, and the token was not taken there`,
      'pass --gitlab-url and --project as they are now: the address may have changed, or the project moved',
    );
  }
  if (status === 401) {
    return error(
      'rejected',
      `GitLab does not accept the token: ${said}`,
      'put a valid access token of this GitLab into ECS_CD_GITLAB_TOKEN; they expire, and a job token is none',
    );
  }
  if (status === 403) {
    const isScope = JSON.stringify(body ?? '').includes('insufficient_scope');
    return error(
      'rejected',
      `GitLab does not allow it: ${said}`,
      isScope
        ? 'use a token with the scope "api"'
        : 'use a token that has the role Maintainer in the project (and the scope "api")',
    );
  }
  if (status === 404 && /Variable/.test(said)) {
    return error('rejected', `somebody else has just removed it: ${said}`, 'run it again');
  }
  if (status === 404) {
    return error(
      'rejected',
      `GitLab has no such project for this token: ${said}`,
      'check --project and --gitlab-url; a project that the token may not see looks the same',
    );
  }
  if (status === 429) {
    return error(
      'try-again',
      `GitLab limits the rate of requests: ${said}`,
      'wait a minute, and run it again',
    );
  }
  if (status >= 500) {
    return error('try-again', `GitLab has a problem of its own: ${said}`, 'wait a while, and run it again');
  }
  if (/already been taken/.test(said)) {
    return error(
      'rejected',
      `somebody else has just set it: ${said}`,
      'run it again to see what it holds now',
    );
  }
  return error('rejected', `GitLab refuses it: ${said}`, 'see what GitLab says; then run it again');
}

/** The error of a request that something else than GitLab's API answered. */
export function strangerErrorOf(status: number, apiUrl: string, purpose: string): EcsCdError {
  return new EcsCdError(
    'rejected',
    `cannot ${purpose}: what answers at ${apiUrl} is not GitLab's API (status ${status})`,
    { fix: 'check --gitlab-url, and whether a proxy or a login page stands before GitLab' },
  );
}
