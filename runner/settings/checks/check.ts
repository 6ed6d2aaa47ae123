import { seen } from '../../log/plain-text';
import { publicUrlOf } from '../../names/public-url';
import { didYouMean } from '../../names/did-you-mean';

/** What is wrong with a value, and what to write instead. */
export interface Invalid {
  readonly message: string;
  readonly fix: string;
}

export type Checked<T> = { readonly value: T } | Invalid;

/** Turns the text of a variable into what the runner works with, or says what is wrong with it. */
export type Check<T> = (text: string) => Checked<T>;

const longestShown = 120;

/** A value as a message shows it, with whitespace and control characters visible, and a URL without its query. */
export function shown(text: string): string {
  const address = publicUrlOf(text);
  const visible = address === text ? text : `${address}?...`;
  const head = visible.length > longestShown ? `${visible.slice(0, longestShown)}...` : visible;
  const quoted =
    head.includes('"') && !/[\p{Cc}']/u.test(head) ? `'${seen(head)}'` : seen(JSON.stringify(head));
  return head === visible ? quoted : `${quoted} (${text.length} characters)`;
}

/** A value that no message may show. */
export function unshown(text: string): string {
  return `its value (${text.length} ${text.length === 1 ? 'character' : 'characters'}, not shown)`;
}

/** The characters of a text that a pattern for one character does not allow, each once: `"/", " "`. */
export function strangersIn(text: string, allowed: RegExp): string {
  const strangers = [...new Set(text)].filter((character) => !allowed.test(character));
  return strangers.map((character) => seen(JSON.stringify(character))).join(', ');
}

/** A check that one pattern makes; `what` is what a text that does not match is not. */
export function matching(pattern: RegExp, what: string, fix: string): Check<string> {
  return (text) => (pattern.test(text) ? { value: text } : { message: `${shown(text)} is not ${what}`, fix });
}

export function countFrom(least: number, most: number, what: string): Check<number> {
  return (text) => {
    const value = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return { value };
    const fix = `write a whole number from ${least} to ${most}`;
    return { message: `${shown(text)} is not a number of ${what}`, fix };
  };
}

/** Words that mean the same: each list of choices has its own. */
const yes = /^(?:on|true|yes|enabled?|1)$/i;
const no = /^(?:off|false|no|disabled?|0)$/i;

/** A check for a closed list of words. */
export function oneOf<T extends string>(choices: readonly T[]): Check<T> {
  const list = choices.map((choice) => `"${choice}"`).join(', ');
  return (text) => {
    const value = choices.find((choice) => choice === text);
    if (value !== undefined) return { value };
    const meant = choices.find((choice) => [yes, no].some((words) => words.test(text) && words.test(choice)));
    const fix = meant === undefined ? `write one of them${didYouMean(text, choices)}` : `write ${meant}`;
    if (choices.length === 1) return { message: `${shown(text)} is not ${list}`, fix: `write ${choices[0]}` };
    return { message: `${shown(text)} is none of ${list}`, fix };
  };
}

/** A list with commas between its items. */
export function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (text) => {
    const items = text.split(',').map((one) => one.trim());
    if (items.includes(''))
      return { message: `${shown(text)} has an empty item`, fix: 'remove the extra comma' };
    const all = items.map(check);
    const wrong = all.filter((one) => 'message' in one);
    const once = (texts: readonly string[]) => [...new Set(texts)].join('; ');
    return wrong.length === 0
      ? { value: all.flatMap((one) => ('value' in one ? [one.value] : [])) }
      : { message: once(wrong.map(({ message }) => message)), fix: once(wrong.map((one) => one.fix)) };
  };
}
