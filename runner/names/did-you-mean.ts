import { closestMatch } from 'leven';

/** One of the names that is very near: off by one letter where it is short, by two at most. */
export function misspelt(name: string, names: readonly string[]): string | undefined {
  return closestMatch(name, names, { maxDistance: name.length < 10 ? 1 : 2 });
}

/** `; did you mean staging?`, where one of the names is that near; else nothing. */
export function didYouMean(name: string, names: readonly string[]): string {
  const maxDistance = Math.max(1, Math.floor(name.length / 3));
  const found = closestMatch(name, names, { maxDistance }) ?? names.find((one) => one.endsWith(`/${name}`));
  return found === undefined ? '' : `; did you mean ${found}?`;
}
