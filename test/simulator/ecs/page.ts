import { awsError } from '../api';
import { errorTexts } from '../texts';

/** One page of a list; the token is the place where the next one starts. */
export function pageOf<Item>(
  items: readonly Item[],
  nextToken: string | undefined,
  maxResults: number,
): { page: Item[]; nextToken?: string } {
  const from = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString());
  if (!Number.isInteger(from)) throw awsError('InvalidParameterException', errorTexts.nextToken);
  const end = from + maxResults;
  return {
    page: items.slice(from, end),
    ...(end < items.length ? { nextToken: Buffer.from(String(end)).toString('base64url') } : {}),
  };
}
