/** Longer than a secret that comes in a variable can be: its beginning never stands without its end where lines are shown. */
const mostCharacters = 256 * 1024;
/** Beyond the 200 that may be asked for (ECS_CD_LOG_LINES), so that a secret of many lines is whole before it is masked. */
const mostLines = 500;

/** The last lines of a text, whole ones: a part of a line may be a part of a secret, which nobody would know for one. */
export function logTailOf(text: string): string {
  let start = text.length;
  for (let lines = 0; lines < mostLines && start > 0; lines += 1) {
    const lineStart = text.lastIndexOf('\n', start - 2) + 1;
    if (text.length - lineStart > mostCharacters) {
      // Of one line that is too long, the beginning is what is shown.
      return lines === 0 ? text.slice(lineStart, lineStart + mostCharacters) : text.slice(start);
    }
    start = lineStart;
  }
  return text.slice(start);
}
