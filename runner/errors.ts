/** Every way a run can end, and the exit code that says so. */
export const exitCodes = {
  succeeded: 0,
  'internal-error': 1,
  'invalid-usage': 2,
  rejected: 3,
  'build-failed': 4,
  'push-failed': 5,
  'rolled-back': 6,
  'needs-attention': 7,
  'timed-out': 8,
  superseded: 9,
  changes: 10,
  paused: 11,
  vulnerable: 12,
  'task-failed': 13,
  'try-again': 75,
} as const;

export type Verdict = keyof typeof exitCodes | 'cancelled';

/** One thing that is wrong: what it concerns (a variable, a resource), what is wrong with it, and what to change. */
export interface Problem {
  readonly subject: string;
  readonly message: string;
  readonly fix: string;
}

interface Details {
  /** What the reader can change so that the next run does not end like this. */
  readonly fix?: string | undefined;
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
}

/** A run that ends for a known reason. Anything else that is thrown is a bug in the runner. */
export class EcsCdError extends Error {
  override readonly name = 'EcsCdError';
  readonly fix: string | undefined;
  readonly problems: readonly Problem[];

  constructor(
    readonly verdict: Exclude<Verdict, 'succeeded' | 'changes' | 'paused' | 'internal-error'>,
    message: string,
    { fix, problems = [], cause }: Details = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.fix = fix;
    this.problems = problems;
  }
}

export const verdictOf = (error: unknown): Verdict =>
  error instanceof EcsCdError ? error.verdict : 'internal-error';

/** What happened, and what to change, in one line. */
export function lineOf(error: unknown): string {
  const { message, fix } = error instanceof EcsCdError ? error : { message: String(error), fix: undefined };
  return [message, fix].filter(Boolean).join('; ');
}

/** AWS is silent for a moment, or gave a read up: asking again may do. */
export function mayPass({ verdict }: EcsCdError): boolean {
  return verdict === 'try-again' || verdict === 'cancelled';
}

/** What comes of the work, or what `instead` makes of a reason that is known; a bug stays what it is. */
export function orElse<T, Other>(
  work: Promise<T>,
  instead: (error: EcsCdError) => Other | Promise<Other>,
): Promise<T | Other> {
  return work.catch((error: unknown) => {
    if (error instanceof EcsCdError) return instead(error);
    throw error;
  });
}
