/**
 * Somebody else's text as data: nothing in it can end the line, colour what follows, open a section of the job log, or
 * turn the direction of what is read.
 */
export function plainText(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ');
}
