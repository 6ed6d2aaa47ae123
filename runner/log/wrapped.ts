import wrapAnsi from 'wrap-ansi';

/** What stands before the text of a line: a label, a time, or the bar of somebody else's lines. */
const head = /^(?:[\d:]+ {2}| *(?:\S+(?: \S+)? {2,})?)(?:\| )?/;
const leastRoom = 20;

/** A line in lines of up to that many columns, one text below the other. A longer word stays whole, so that it can be copied. */
export function wrapped(line: string, width = Infinity): readonly string[] {
  const indent = head.exec(line)?.[0].length ?? 0;
  if (line.length <= width || width - indent < leastRoom) return [line];
  const [first = '', ...rest] = wrapAnsi(line.slice(indent), width - indent).split('\n');
  return [line.slice(0, indent) + first, ...rest.map((one) => ' '.repeat(indent) + one)];
}
