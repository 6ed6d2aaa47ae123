/** Rows whose columns begin below one another, each as wide as it has to be; what is longer than its widest is cut. */
export function tableOf(rows: readonly (readonly string[])[], widest: readonly number[]): string[] {
  const widths = widest.map((most, column) =>
    Math.min(most, Math.max(0, ...rows.map((row) => row[column]?.length ?? 0))),
  );
  const cellOf = (text: string, width = 0) =>
    (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width);
  return rows.map((row) => `  ${row.map((cell, at) => cellOf(cell, widths[at])).join('  ')}`.trimEnd());
}
