import { EcsCdError } from '../errors';

/** Ten thousand of the smallest things that ECS lists; no service has as many. */
const mostPages = 100;

interface Page<T> {
  readonly items: readonly T[] | undefined;
  readonly nextToken: string | undefined;
}

/** A list to its end. One that goes round, or on for ever, is no list that anything can be decided by. */
export async function allPages<T>(
  operation: string,
  read: (token: { readonly nextToken?: string }) => Promise<Page<T>>,
): Promise<T[]> {
  const found: T[] = [];
  const seen = new Set<string>();
  let token: { readonly nextToken?: string } = {};
  while (seen.size < mostPages) {
    const { items = [], nextToken } = await read(token);
    found.push(...items);
    if (nextToken === undefined) return found;
    if (seen.has(nextToken)) break;
    seen.add(nextToken);
    token = { nextToken };
  }
  throw new EcsCdError(
    'try-again',
    `the list of ${operation} was not read to its end: its pages go on after page ${seen.size}`,
    { fix: 'run the job again' },
  );
}

export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => index * size);
  return starts.map((start) => items.slice(start, start + size));
}
