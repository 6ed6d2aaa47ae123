import { shown, unshown, type Invalid } from './check';
import { publicUrlOf } from '../../names/public-url';
import type { Variable } from '../variables/variable';

/** `$NAME`, `${NAME}` and `$[[ inputs.name ]]`. */
const reference = /\$(?:\{(\w+)\}|([A-Za-z_]\w*)|\[\[.*?\]\])/;
const whitespaceNames: Readonly<Record<string, string>> = {
  ' ': 'a space',
  '\n': 'a newline',
  '\r': 'a carriage return',
  '\t': 'a tab',
};

/**
 * What happened to a value on its way into the variable, whatever the variable is for: these mistakes look alike
 * everywhere, and a message about the tag or the ARN would send the reader to the wrong place.
 */
export function commonMistakeIn(variable: Variable, text: string): Invalid | undefined {
  const value = variable.secret ? unshown(text) : shown(text);
  return (
    unexpanded(variable, text, value) ??
    spaced(text, value) ??
    quoted(variable, text, value) ??
    listed(variable, text, value) ??
    filed(variable, text, value)
  );
}

/** GitLab leaves a reference as it is when the variable behind it is not defined for the job, or is raw (field report). */
function unexpanded({ secret, name: own }: Variable, text: string, value: string): Invalid | undefined {
  const [found, braced, bare] = reference.exec(text) ?? [];
  if (found === undefined) return undefined;
  const name = braced ?? bare;
  const message =
    secret || found === text
      ? `${value} is a reference that GitLab did not replace`
      : `${value} holds ${found}, which GitLab did not replace`;
  if (name === undefined || secret) return { message, fix: 'write the value itself' };
  if (name === own) {
    return { message, fix: `remove "${own}: ${found}" from the job: it hides the variable of the project` };
  }
  const conditions = '(environment scope, protected branch, "Expand variable reference")';
  return { message, fix: `make ${name} visible to this job ${conditions}, or write the value itself` };
}

function spaced(text: string, value: string): Invalid | undefined {
  if (text.trim() === '') return { message: `${value} is blank`, fix: 'write a value' };
  const nameOf = (character = '') =>
    character.trim() === '' ? (whitespaceNames[character] ?? 'whitespace') : '';
  const [starts, ends] = [nameOf(text.at(0)), nameOf(text.at(-1))];
  if (!starts && !ends) return undefined;
  const where = [starts && `starts with ${starts}`, ends && `ends with ${ends}`]
    .filter(Boolean)
    .join(' and ');
  return { message: `${value} ${where}`, fix: 'remove it' };
}

function quoted({ secret, terraformOutput }: Variable, text: string, value: string): Invalid | undefined {
  const [, , inner] = /^(["'`])(.*)\1$/s.exec(text) ?? [];
  if (inner === undefined)
    return /^["'`]|["'`]$/.test(text)
      ? { message: `${value} has a quotation mark at its end`, fix: 'remove it' }
      : undefined;
  const raw = terraformOutput ? `; "terraform output -raw ${terraformOutput}" prints none` : '';
  const fix = secret || !inner || isPrivate(inner) ? 'remove them' : `write ${inner} without them`;
  return { message: `${value} has quotation marks around it`, fix: fix + raw };
}

function listed({ secret }: Variable, text: string, value: string): Invalid | undefined {
  const isList = /^(?:to(?:list|set)\()?\[.*\]\)?$/s.test(text);
  if (!isList && !/^\{.*\}$/s.test(text)) return undefined;
  const only = /^\[\s*"([^"]*)"\s*,?\s*\]$/.exec(text)?.[1];
  const usual = 'write one of its values, without brackets and quotation marks';
  const fix = only && !secret && !isPrivate(only) ? `write ${only}` : usual;
  return { message: `${value} is a ${isList ? 'list' : 'map'}, where one value is expected`, fix };
}

/** An address with more to it than a message may show. */
function isPrivate(text: string): boolean {
  return publicUrlOf(text) !== text;
}

/** The path that GitLab hands out for a variable of the type "File": `<project folder>.tmp/<name>` (GitLab docs). */
export function isFileOf(name: string, text: string): boolean {
  return text.startsWith('/') && text.endsWith(`.tmp/${name}`);
}

/** What not even a text that may be anything can be meant as. */
export function lostValueIn(variable: Variable, text: string): Invalid | undefined {
  const value = variable.secret ? unshown(text) : shown(text);
  const isReference = reference.exec(text)?.[0] === text;
  return (isReference ? unexpanded(variable, text, value) : undefined) ?? filed(variable, text, value);
}

function filed({ name, mayBeFile }: Variable, text: string, value: string): Invalid | undefined {
  if (mayBeFile || !isFileOf(name, text)) return undefined;
  return {
    message: `${value} is the path of a file: the variable is of the type "File"`,
    fix: 'change its type to "Variable" in the CI/CD settings',
  };
}
