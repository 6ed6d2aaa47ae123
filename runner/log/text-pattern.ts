/** What differs between tasks that fail in the same way; not the ids that a user can look up. */
const variable = new RegExp(
  [
    String.raw`\b(?:subnet|vpc|sg|fs|fsap)-\w+|sha256:\w+`,
    String.raw`\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?`,
    String.raw`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`,
    String.raw`(?=[a-z]{0,40}\d)[a-z0-9]{10,}`,
    String.raw`(?=[a-f]{0,9}\d)[0-9a-f]{8,9}`,
    String.raw`\d{5,}`,
  ].join('|'),
  'gi',
);
const lookedUp = /^(?:subnet|vpc|sg|fs|fsap)-|^sha256:/i;

/** A text without the ids and addresses that differ from task to task: equal for two that say the same. */
export function textPatternOf(text: string): string {
  return text.replace(variable, (found) => (lookedUp.test(found) ? found : '…'));
}
