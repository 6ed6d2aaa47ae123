import wrapAnsi from 'wrap-ansi';
import { plainText } from './plain-text';
import { longestLine } from './job-log';

/** Lines of up to that many columns. A longer word stays whole, so that it can be copied. */
export function wrapped(text: string, room: number): readonly string[] {
  const line = plainText(text);
  // What is cut in the log is cut there, where secrets are masked before.
  return line.length > longestLine ? [line] : wrapAnsi(line, room).split('\n');
}
