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

type Answered = Refusal & { readonly said: string };

interface Meaning {
  readonly verdict: 'rejected' | 'try-again';
  readonly message: (answered: Answered) => string;
  readonly fix: string;
}

/** The first that fits is what an answer means. */
const meanings: readonly (Meaning & { readonly fits: (answered: Answered) => boolean })[] = [
  {
    fits: ({ status }) => status >= 300 && status < 400,
    verdict: 'rejected',
    message: ({ location = 'another address' }) =>
      `GitLab redirects to ${location}, and the token was not taken there`,
    fix: 'pass --gitlab-url and --project as they are now: the address may have changed, or the project moved',
  },
  {
    fits: ({ status }) => status === 401,
    verdict: 'rejected',
    message: ({ said }) => `GitLab does not accept the token: ${said}`,
    fix: 'put a valid access token of this GitLab into ECS_CD_GITLAB_TOKEN; they expire, and a job token is none',
  },
  {
    fits: ({ status, body }) => status === 403 && JSON.stringify(body ?? '').includes('insufficient_scope'),
    verdict: 'rejected',
    message: ({ said }) => `GitLab does not allow it: ${said}`,
    fix: 'use a token with the scope "api"',
  },
  {
    fits: ({ status }) => status === 403,
    verdict: 'rejected',
    message: ({ said }) => `GitLab does not allow it: ${said}`,
    fix: 'use a token that has the role Maintainer in the project (and the scope "api")',
  },
  {
    fits: ({ status, said }) => status === 404 && /Variable/.test(said),
    verdict: 'rejected',
    message: ({ said }) => `somebody else has just removed it: ${said}`,
    fix: 'run it again',
  },
  {
    fits: ({ status }) => status === 404,
    verdict: 'rejected',
    message: ({ said }) => `GitLab has no such project for this token: ${said}`,
    fix: 'check --project and --gitlab-url; a project that the token may not see looks the same',
  },
  {
    fits: ({ status }) => status === 429,
    verdict: 'try-again',
    message: ({ said }) => `GitLab limits the rate of requests: ${said}`,
    fix: 'wait a minute, and run it again',
  },
  {
    fits: ({ status }) => status >= 500,
    verdict: 'try-again',
    message: ({ said }) => `GitLab has a problem of its own: ${said}`,
    fix: 'wait a while, and run it again',
  },
  {
    fits: ({ said }) => /already been taken/.test(said),
    verdict: 'rejected',
    message: ({ said }) => `somebody else has just set it: ${said}`,
    fix: 'run it again to see what it holds now',
  },
];

const anyOther: Meaning = {
  verdict: 'rejected',
  message: ({ said }) => `GitLab refuses it: ${said}`,
  fix: 'see what GitLab says; then run it again',
};

/** The error of a request that GitLab answered and did not do; `purpose` follows "cannot". */
export function refusalErrorOf(refusal: Refusal, purpose: string): EcsCdError {
  const said = redactorOf([refusal.sent])(gitlabWordsOf(refusal.body) ?? `status ${refusal.status}`);
  const answered = { ...refusal, said };
  const { verdict, message, fix } = meanings.find(({ fits }) => fits(answered)) ?? anyOther;
  return new EcsCdError(verdict, `cannot ${purpose}: ${message(answered)}`, { fix });
}

/** The error of a request that something else than GitLab's API answered. */
export function strangerErrorOf(status: number, apiUrl: string, purpose: string): EcsCdError {
  return new EcsCdError(
    'rejected',
    `cannot ${purpose}: what answers at ${apiUrl} is not GitLab's API (status ${status})`,
    { fix: 'check --gitlab-url, and whether a proxy or a login page stands before GitLab' },
  );
}
