/**
 * A text as one word of a POSIX shell, and, as far as that can be, as a quoted value of a dotenv file: `'a b'`, `"it's"`.
 * Single quotes keep everything; only a text with a single quote and something that double quotes change needs both.
 */
export function shellTextOf(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}

/** The value of an output, for a shell to ask for when it needs it. */
export function terraformCommandOf(output: string): string {
  const word = /^[\w-]+$/.test(output) ? output : shellTextOf(output);
  return `terraform output -raw ${word}`;
}
