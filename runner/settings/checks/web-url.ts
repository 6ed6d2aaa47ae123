import { type Check, shown } from './check';

/** An address that fits on one line of a dotenv file; with credentials in it, it is refused and not shown. */
export function webUrlOf({ example, fixOfCredentials }: WebUrl): Check<string> {
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url && (url.username || url.password)) {
      return { message: 'its value (not shown) carries a user name or a password', fix: fixOfCredentials };
    }
    return url && /^https?:\/\/[^\s"'`<>\\]+$/i.test(text)
      ? { value: text }
      : { message: `${shown(text)} is not an http or https address`, fix: `write it like ${example}` };
  };
}

interface WebUrl {
  readonly example: string;
  readonly fixOfCredentials: string;
}

/** What GitLab can show as the environment's. */
export const environmentUrlOf = webUrlOf({
  example: 'https://staging.example.com',
  fixOfCredentials: 'write the address without them: everybody who sees the environment sees it',
});
