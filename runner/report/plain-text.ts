/** Somebody else's text as data: nothing in it can end the line, colour what follows, or open a section of the job log. */
export function plainText(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
