import { EcsCdError } from '../errors';

/** Five thousand of the smallest things that AWS lists here: as many tasks as a service may have (AWS docs). */
const mostPages = 50;

export interface Page<T> {
  readonly items: readonly T[] | undefined;
  readonly nextToken?: string | undefined;
}

interface List {
  readonly operation: string;
  /** Ends the reading between two pages: a list is worth a moment, not the run. */
  readonly limit: AbortSignal;
}

/**
 * A list, page by page, for as long as somebody wants another one. One that goes round, on for ever or on for too long
 * is no list that anything can be decided by.
 */
export async function* pagesOf<T>(
  { operation, limit }: List,
  read: (token: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<{ readonly items: readonly T[]; readonly isLast: boolean }> {
  const seen = new Set<string>();
  for (let token: string | undefined; ;) {
    const { items = [], nextToken } = await read(token);
    const isLast = nextToken === undefined || nextToken === '';
    yield { items, isLast };
    if (isLast) return;
    if (seen.has(nextToken) || seen.size + 1 >= mostPages || limit.aborted) break;
    seen.add(nextToken);
    token = nextToken;
  }
  throw new EcsCdError(
    'try-again',
    `the list of ${operation} was not read to its end: its pages go on after page ${seen.size + 1}`,
    { fix: 'run the job again' },
  );
}

export async function allOf<T>(pages: AsyncIterable<{ readonly items: readonly T[] }>): Promise<T[]> {
  const found: T[] = [];
  for await (const { items } of pages) found.push(...items);
  return found;
}

export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => index * size);
  return starts.map((start) => items.slice(start, start + size));
}
