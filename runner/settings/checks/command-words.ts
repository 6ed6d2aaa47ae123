import parse from 'shell-quote/parse';
import { type Checked, shown } from './check';

const asArray = (text: string) =>
  `nothing expands it there: write a JSON array, such as ${JSON.stringify(['sh', '-c', text.trim()])}`;

const example = 'a JSON array, such as ["bundle","exec","rails","db:migrate"]';
const unclosed = 'a quote without its other half';

/** What a shell would make of a word, and ECS does not. */
const ofShells: readonly (readonly [RegExp, string])[] = [
  [/[\r\n]/, 'a line break'],
  [/['"]|\\$/, unclosed],
  [/`/, 'a backtick'],
];

/** A command as a JSON array of words, or as words that a shell reads, without what only a shell does. */
export function commandOf(text: string): Checked<readonly string[]> {
  if (text.trimStart().startsWith('[')) return arrayOf(text);
  const bare = text.trim().replace(/\\[^\r\n]|'[^'\r\n]*'|"(?:\\.|[^"\\\r\n])*"/g, '');
  const strange = ofShells.find(([pattern]) => pattern.test(bare))?.[1];
  const fixOf = (what: string) => (what === unclosed ? `close it, or write ${example}` : asArray(text));
  const refused = (what: string) => ({ message: `${shown(text)} has ${what}`, fix: fixOf(what) });
  if (strange !== undefined) return refused(strange);
  const parts = partsOf(text);
  const words = parts.filter((part) => typeof part === 'string');
  const [other] = parts.filter((part) => typeof part !== 'string');
  const [first = ''] = words;
  if (other !== undefined) return refused(nameOf(other));
  if (/^\w+=/.test(first)) return refused('a variable in front');
  if (words.length === 1 && /\s/.test(first)) return refused('quotation marks around all of it');
  return words.length > 0 ? { value: words } : { message: 'has no word', fix: `write ${example}` };
}

const variable = { variable: true };

function partsOf(text: string) {
  try {
    return parse(text, () => variable);
  } catch {
    // "Bad substitution"
    return [variable];
  }
}

function nameOf(other: object): string {
  if ('variable' in other) return 'a variable ($)';
  if ('comment' in other) return 'a comment (#)';
  if ('pattern' in other) return `a wildcard (${String(other.pattern)})`;
  return `the operator ${'op' in other ? String(other.op) : ''}`;
}

function arrayOf(text: string): Checked<readonly string[]> {
  try {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words) && words.length > 0 && words.every((one) => typeof one === 'string'))
      return { value: words };
  } catch {
    // Told below.
  }
  return { message: `${shown(text)} is not a JSON array of words`, fix: `write ${example}` };
}
