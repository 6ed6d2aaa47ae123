/** The bytes that a Range header asks for; undefined for all of them, `none` when they are beyond the end. (RFC 9110) */
export function byteRange(
  header: string | undefined,
  size: number,
): { readonly first: number; readonly last: number } | 'none' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') return to === '0' ? 'none' : { first: Math.max(0, size - Number(to)), last: size - 1 };
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  // An end before the start makes the header one that is ignored.
  if (to !== '' && Number(to) < first) return undefined;
  return first >= size ? 'none' : { first, last };
}
