import { stripVTControlCharacters } from 'node:util';

/** Of a class of characters: what is no letter but an order, to a terminal or to whoever sets the text. */
export const controls = String.raw`\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069`;

/**
 * Somebody else's text as data: nothing in it can end the line, colour what follows, open a section of the job log, or
 * turn the direction of what is read. The job log does it to every line; elsewhere it is for texts that are compared.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(new RegExp(`[${controls}]+`, 'g'), ' ');
}

/** What cannot be seen, or passes for a space or a hyphen, by its code: it came along with a copied text. */
export const seen = (text: string) =>
  text.replaceAll(/(?![ -])[\p{Cf}\p{Z}\p{Pd}]/gu, (one) =>
    Array.from(
      { length: one.length },
      (_, at) => `\\u${one.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
