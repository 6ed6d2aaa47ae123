/** Lines of up to that many characters. A longer word stays whole, so that it can be copied; an indented line, too. */
export function wrapped(text: string, room: number): readonly string[] {
  return text.split('\n').flatMap((line) => (line.startsWith(' ') ? [line] : wrappedLine(line, room)));
}

function wrappedLine(line: string, room: number): readonly string[] {
  return line.split(' ').reduce<readonly string[]>((lines, word) => {
    const last = lines.at(-1);
    const joined = last === undefined ? word : `${last} ${word}`;
    return last === undefined || joined.length > room ? [...lines, word] : [...lines.slice(0, -1), joined];
  }, []);
}
