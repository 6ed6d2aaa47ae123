import { closestMatch } from 'leven';

/** `; did you mean staging?`, where one of the names is that near; else nothing. */
export function didYouMean(name: string, names: readonly string[]): string {
  const maxDistance = Math.max(1, Math.floor(name.length / 3));
  const found = closestMatch(name, names, { maxDistance });
  return found === undefined ? '' : `; did you mean ${found}?`;
}
