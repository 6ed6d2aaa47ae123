/**
 * A text as a message or a log may show it, which it may not if it holds an address with a user name, a password or
 * something after its path, such as a token: these are cut off.
 */
export function publicUrlOf(text: string): string {
  return text.replace(/:\/\/[^/?#\s]*@/, '://').replace(/(:\/\/[^?#]*)[?#].*$/s, '$1');
}
