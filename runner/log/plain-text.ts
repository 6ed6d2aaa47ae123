import { stripVTControlCharacters } from 'node:util';

/**
 * Somebody else's text as data: nothing in it can end the line, colour what follows, open a section of the job log, or
 * turn the direction of what is read. The job log does it to every line; elsewhere it is for texts that are compared.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g,
    ' ',
  );
}
