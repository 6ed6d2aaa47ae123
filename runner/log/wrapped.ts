import wrapAnsi from 'wrap-ansi';

/** Lines of up to that many columns. A longer word stays whole, so that it can be copied; an indented line, too. */
export function wrapped(text: string, room: number): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') ? [line] : wrapAnsi(line, room).split('\n')));
}
