/** GitLab masks nothing shorter either; a shorter "secret" would blot out ordinary words. */
const shortestSecret = 8;

/** A function that blots every one of these values out of a text. */
export function redactorOf(
  secrets: readonly (string | undefined)[],
  shortest = shortestSecret,
): (text: string) => string {
  const values = [...new Set(secrets)]
    .filter((secret): secret is string => (secret?.length ?? 0) >= shortest)
    .toSorted((a, b) => b.length - a.length);
  return (text) => values.reduce((redacted, secret) => redacted.replaceAll(secret, '[MASKED]'), text);
}
