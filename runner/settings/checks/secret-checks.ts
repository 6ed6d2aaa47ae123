import { namesOfSecrets, tokens } from '../../log/log-lines';
import { type Check, type Checked, shown, unshown } from './check';
import type { Environment } from '../variables/gitlab-job';

// None of these messages may hold the value or a part of it, its well-known prefix excepted.

/** Where another endpoint stands in for AWS, its keys may look like anything. */
export function awsOnly(env: Environment, check: Check<string>): Check<string> {
  return env.AWS_ENDPOINT_URL ? (text) => ({ value: text }) : check;
}

/** 16 to 128 letters and digits (AWS docs, IAM AccessKey). */
export function accessKeyIdOf(text: string): Checked<string> {
  if (/^\w{16,128}$/.test(text) && !isSecretKey(text)) return { value: text };
  const value = unshown(text);
  return isSecretKey(text)
    ? { message: `${value} looks like a secret access key`, fix: 'swap it with AWS_SECRET_ACCESS_KEY' }
    : { message: `${value} is not an access key ID${spaceIn(text)}`, fix: 'copy it again: AKIA and 16 more' };
}

/** Base64, 40 characters as far as anybody has seen (field report); AWS promises no length. */
export function secretAccessKeyOf(text: string): Checked<string> {
  if (/^[A-Za-z0-9/+=]{16,}$/.test(text) && !isAccessKeyId(text)) return { value: text };
  const value = unshown(text);
  if (isAccessKeyId(text))
    return { message: `${value} looks like an access key ID`, fix: 'swap it with AWS_ACCESS_KEY_ID' };
  const fix = 'copy it again: 40 letters, digits, "/" and "+"';
  return { message: `${value} is not a secret access key${spaceIn(text)}`, fix };
}

export const sessionTokenOf = unshownMatching(/^[A-Za-z0-9/+=_-]{16,}$/, 'a session token', 'copy it again');

/** A JSON Web Token: three parts of base64url. */
export const idTokenOf = unshownMatching(
  /^[\w-]+\.[\w-]+\.[\w-]+$/,
  'an ID token',
  'let GitLab set it, with id_tokens in the job, and set it nowhere else',
);

/** Paths and names of roles as IAM has them (AWS docs, IAM Role). */
export function roleArnOf(text: string): Checked<string> {
  if (/^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[!-~]+\/)?[\w+=,.@-]{1,64}$/.test(text)) return { value: text };
  const [, kind] = /^arn:aws[a-z-]*:[a-z]+:[^:]*:\d*:([a-z-]+)\//.exec(text) ?? [];
  const what =
    kind && kind !== 'role' ? `the ARN of a ${kind}, not of an IAM role` : 'not the ARN of an IAM role';
  return { message: `${shown(text)} is ${what}`, fix: 'write it like arn:aws:iam::123456789012:role/deploy' };
}

/** A key or a token, alone or in a longer text; a commit id is none. */
export function looksSecret(text: string): boolean {
  const words = text.match(/[A-Za-z0-9/+]{20,}/g) ?? [];
  return (
    /eyJ[\w-]{10,}/.test(text) ||
    text.search(tokens) >= 0 ||
    words.some(
      (word) => isAccessKeyId(word) || (isSecretKey(word) && /[A-Z]/.test(word) && /[a-z]/.test(word)),
    )
  );
}

/** Whether it is sure to name a secret or a parameter. Anything else may be the secret itself, pasted into `valueFrom`. */
export function isReference(valueFrom: string): boolean {
  return /^(?:arn:aws|\/)/.test(valueFrom) && !looksSecret(valueFrom);
}

/** Whose value the log had better not show. */
export function isRisky({ name, value }: { readonly name: string; readonly value: string }): boolean {
  return (namesOfSecrets.test(name) && !/public|author/i.test(name)) || looksSecret(value);
}

function isAccessKeyId(text: string): boolean {
  return /^(?:AKIA|ASIA)[A-Z0-9]{16}$/.test(text);
}

function isSecretKey(text: string): boolean {
  return text.length === 40 && /^[A-Za-z0-9/+]+$/.test(text);
}

/** A check that one pattern makes, for a value that no message may show. */
export function unshownMatching(pattern: RegExp, what: string, fix: string): Check<string> {
  return (text) =>
    pattern.test(text)
      ? { value: text }
      : { message: `${unshown(text)} is not ${what}${spaceIn(text)}`, fix };
}

/** What can be seen of the space in a value that is not shown. */
function spaceIn(text: string): string {
  if (/\n/.test(text)) return ': it has a newline in it';
  return /\s/.test(text) ? ': it has a space in it' : '';
}
