import { type Check, type Checked, matching, shown, strangersIn } from '../settings/checks/check';
import { roleArnOf } from '../settings/checks/secret-checks';

/** A role that a policy names: what a policy takes for a wildcard or a variable would let in others. */
export function namedRoleOf(text: string): Checked<string> {
  const checked = roleArnOf(text);
  return 'value' in checked && /[*?${}]/.test(text)
    ? { message: `${shown(text)} has a wildcard in it`, fix: 'name one role' }
    : checked;
}

const logGroup = { what: 'a log group', allowed: /[\w./#-]/, example: '/ecs/web' };
const secret = { what: 'a secret', allowed: /[\w/+=.@-]/, example: 'web/database' };

/** As CloudWatch and Secrets Manager take them (AWS docs, CreateLogGroup, CreateSecret). */
function nameOf(text: string, name: string, { what, allowed, example }: typeof secret): Checked<string> {
  const excess = strangersIn(name, allowed) || (name.length > 512 ? 'more than 512 characters' : '');
  if (excess === '') return { value: name };
  const message = `${shown(text)} is not ${what}: ${excess} is not allowed`;
  return { message, fix: `write its name, such as ${example}, or its ARN` };
}

interface LogGroup {
  readonly name: string;
  /** Undefined is where the service is. */
  readonly region?: string;
  readonly account?: string;
}

/** An ARN may end with `:*`. */
export function logGroupOf(text: string): Checked<LogGroup> {
  const [, region, account, name = text] =
    /^arn:aws[a-z-]*:logs:([a-z0-9-]+):(\d{12}):log-group:([^:]+)(?::\*)?$/.exec(text) ?? [];
  const checked = nameOf(text, name, logGroup);
  if (!('value' in checked)) return checked;
  return { value: { name, ...(region && account ? { region, account } : {}) } };
}

/**
 * A secret as a policy has it: the ARN without the JSON key and the version that a task definition may have behind it; or
 * the name, to which Secrets Manager adds six characters in the ARN (AWS docs).
 */
export function secretOf(text: string): Checked<string> {
  const [, arn, name = text] =
    /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:([^:]+))(?::|$)/.exec(text) ?? [];
  const checked = nameOf(text, name, secret);
  return 'value' in checked ? { value: arn ?? `${name}-??????` } : checked;
}

export const projectPathOf = matching(
  /^\w[\w.-]*(?:\/\w[\w.-]*)+$/,
  'the path of a GitLab project',
  'write it like group/project',
);

/** What an ID token may be asked for; a policy must not take it for a wildcard. */
export function audienceOf(text: string): Checked<string> {
  const strangers = strangersIn(text, /[!-~]/) || strangersIn(text, /[^*?${}]/);
  return strangers
    ? { message: `${shown(text)} is not an audience: ${strangers} is not allowed`, fix: 'write it as in aud' }
    : { value: text };
}

/**
 * The `sub` that GitLab gives to jobs of a ref: a branch by its name, `tag:NAME`, or a whole `sub` where the project
 * composes its own. `*` and `?` stand for any characters, in a ref only.
 */
export function tokenSubjectOf(projectPath: string): Check<string> {
  return (text) => {
    const ours = `project_path:${projectPath}:`;
    const message = `${shown(text)} is not a branch or a tag`;
    const fix = 'write main, release/*, or tag:v*';
    const strangers = strangersIn(text, /[\w./+@#%&=!'():*?-]/);
    if (strangers) return { message: `${message}: ${strangers} is not allowed`, fix };
    if (text.startsWith(ours)) return { value: text };
    if (text.startsWith('project_path:'))
      return { message: `${shown(text)} is of another project`, fix: `begin it with ${ours}` };
    const [, type = 'branch', ref = ''] = /^(?:(branch|tag):)?(.*)$/.exec(text) ?? [];
    return ref === '' || ref.includes(':')
      ? { message, fix }
      : { value: `${ours}ref_type:${type}:ref:${ref}` };
  };
}
