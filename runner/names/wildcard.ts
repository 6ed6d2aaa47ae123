/** What stands for more than itself: `*` for any text, also for none, and `?` for one character. */
type Wildcards = '*' | '*?';

/** Whether a text is what a pattern says, all of it. */
export function isLike(pattern: string, text: string, wildcards: Wildcards): boolean {
  const source = pattern
    .replaceAll(/[\\^$.+?()[\]{}|/-]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('\\?', wildcards === '*?' ? '.' : '\\?');
  return new RegExp(`^${source}$`, 's').test(text);
}
