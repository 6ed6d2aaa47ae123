import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { plainText } from './plain-text';
import { redactorOf } from './redact';

const longestLine = 400;
const masked = '[MASKED]';

/** Environment variables whose values are no business of the job log's readers. */
export const namesOfSecrets =
  /secret|token|pass(?!ive|enger)|pwd|credential|(?:^|_)key|key$|auth|dsn|private|cookie|(?:^|_)salt/i;
/** `true`, `prod` and their like would blot out ordinary words. */
const shortestValue = 6;

/** In the middle or at the end of a name: `DB_PASS`, `SECRET_KEY_BASE`, `x-api-key`. */
const nameOfSecret =
  '(?:passw(?:or)?d|passphrase|(?:\\b|_)pass(?=\\b|_)|pwd|secret|token(?!s|iz)|(?:api|access|account|private|encryption)[-_]?key)';
const valueOfSecret = '(?:"[^"]{3,}"|\'[^\']{3,}\'|[^\\s"\',;&]{3,})';

/** Tokens of GitLab (GitLab docs: token prefixes), GitHub, Slack and Stripe. */
export const tokens =
  /\b(?:gh[opsur]_|github_pat_|gl(?:pat|oas|dt|rtr?|cbt|ptt|ft|imt|agent|wt|soat|ffct)-|xox[a-z]-|sk_live_|rk_live_)[\w-]{10,}/g;

// What is a secret by its form. No library for this is small enough to go into a job's runner: those that there are
// scan repositories.
const forms: readonly (readonly [RegExp, string])[] = [
  // A password may hold "@" and "/"; what begins like a port is none.
  [/(\w{1,20}:\/\/[^\s:/@]{0,200}:)(?!\d{1,5}(?:\/|\s|$))\S{1,500}@/g, `$1${masked}@`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, masked],
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, masked],
  [tokens, masked],
  [/(\bauthorization["']? {0,3}[:=] {0,3}["']?(?:\w{1,20} +)?)[^\s"',;]{6,}/gi, `$1${masked}`],
  [/\b(Bearer|Basic) +[\w+/=.~-]{8,}/gi, `$1 ${masked}`],
  [
    new RegExp(`(${nameOfSecret}[\\w.-]{0,40}["']? {0,3}(?:=>|[=:]) {0,3})${valueOfSecret}`, 'gi'),
    `$1${masked}`,
  ],
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.*/g, masked],
];
/** A line of a PEM block, or of what else is base64 and nothing but that. */
const base64Line = /^ *[A-Za-z0-9+/]{60,76}={0,2}$/;

/**
 * Lines that an application wrote, fit for the job log: data, each on one line, and without what is known to be secret:
 * what the job itself must not tell, the values of the containers' environment variables with such names, and what
 * looks like a secret by itself. All that before a long line is cut: a part of a secret is known to nobody.
 */
export function logLinesOf(
  lines: readonly string[],
  { containerDefinitions = [] }: TaskDefinition,
  redact: (text: string) => string,
): string[] {
  const environment = containerDefinitions.flatMap((container) => container.environment ?? []);
  const secrets = environment.filter(({ name = '' }) => namesOfSecrets.test(name));
  const redactValues = redactorOf(
    secrets.map(({ value }) => value),
    shortestValue,
  );
  return lines
    .map((line) => redactValues(redact(line)))
    .flatMap((line) => line.split(/\r?\n/))
    .map((line) => withoutForms(plainText(redactValues(redact(line)))).trimEnd())
    .filter((line) => line !== '')
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
}

function withoutForms(line: string): string {
  if (base64Line.test(line)) return masked;
  return forms.reduce((text, [form, replacement]) => text.replace(form, replacement), line);
}
