import { controls, seen } from './plain-text';

/** GitLab masks nothing shorter either; a shorter "secret" would blot out ordinary words. */
const shortestSecret = 8;

/** Where a secret breaks off and goes on: wrapped and indented, as control characters that became spaces, in JSON. */
const gap = `(?:[\\s${controls}]|\\\\[nrt])+`;

/** What a run must not tell. */
export interface Redactor {
  /** Without the secrets of the run: for what is written elsewhere than in the log, or cut before. */
  redact(text: string): string;
  /** More secrets, which the run has been given meanwhile. */
  hide(secrets: readonly (string | undefined)[]): void;
}

export function growingRedactor(secrets: readonly string[]): Redactor {
  let known: readonly (string | undefined)[] = secrets;
  let redact = redactorOf(known);
  return {
    redact: (text) => redact(text),
    hide(more) {
      known = [...known, ...more];
      redact = redactorOf(known);
    },
  };
}

/** A function that blots every one of these values out of a text, however they are spelled and wrapped in it. */
export function redactorOf(
  secrets: readonly (string | undefined)[],
  shortest = shortestSecret,
): (text: string) => string {
  const piecesIn = (spell: (secret: string) => string[]) =>
    [...new Set(secrets.flatMap((secret = '') => spell(secret)))]
      .filter((spelling) => spelling.length >= shortest)
      .toSorted((a, b) => b.length - a.length)
      .flatMap((spelling) => piecesOf(spelling, shortest));
  const patterns = piecesIn(spellingsOf).map((piece) => new RegExp(patternOf(piece), 'g'));
  const encoded = piecesIn(encodingsOf);
  return (text) => {
    const left = patterns.reduce((rest, pattern) => rest.replace(pattern, '[MASKED]'), text);
    const letters = left.replaceAll(wrap, '');
    // Only for what is there: these patterns take long to make.
    const found = encoded.filter((piece) => letters.includes(piece));
    return found.reduce((rest, piece) => rest.replace(wrappedPatternOf(piece), '[MASKED]'), left);
  };
}

/** As it is, as JSON and a form spell it, and line by line: whoever prints or echoes it may do so in any of these ways. */
function spellingsOf(secret: string): string[] {
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  const spellings = [
    ...[secret, JSON.stringify(secret).slice(1, -1)].flatMap((one) => [one, seen(one)]),
    form,
    form.replace(/%\w\w/g, (hex) => hex.toLowerCase()),
    ...secret.split(/\r?\n|\\n/),
  ];
  return spellings.map((spelling) => spelling.trim());
}

/** What it becomes in base64 behind none, one or two bytes of others, as in `user:token`, whatever they are. */
function encodingsOf(secret: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.from(' '.repeat(before) + secret);
    const all = bytes.toString('base64');
    const known = all.slice(Math.ceil((before * 4) / 3), Math.floor((bytes.length * 4) / 3));
    return [known, known.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

const wrap = /(?:\s|\\[nr])+/g;
const wrappedPatternOf = (piece: string) =>
  new RegExp(Array.from(piece, (letter) => `[${letter}]`).join(String.raw`(?:\s|\\[nr])*`), 'g');

/** Of one that is long: a pattern of all of it, or of all secrets together, can be more than the engine takes. */
function piecesOf(spelling: string, shortest: number): string[] {
  // Of whole lines, where it has some: half a line that is left would be nobody's spelling.
  const pieces = spelling.match(/[^]{1,1000}(?=\n|\\n|$)|[^]{1,1000}(?:[^]{1,7}$)?/g) ?? [];
  // One that is all space would blot out every space there is.
  return pieces
    .map((piece) => piece.trim())
    .filter((piece) => piece.replaceAll(/\s/g, '').length >= shortest && partsOf(piece).length > 0);
}

function patternOf(spelling: string): string {
  return partsOf(spelling)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join(gap);
}

const partsOf = (spelling: string) => spelling.split(new RegExp(gap)).filter((part) => part !== '');
