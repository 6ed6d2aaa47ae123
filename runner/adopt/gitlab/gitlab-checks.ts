import { type Checked, matching, shown, strangersIn, unshown } from '../../settings/checks/check';
import { unshownMatching } from '../../settings/checks/secret-checks';

const apiPath = '/api/v4';

/** A token would cross the network in the clear, for everybody on the way to read. */
function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** Address of a GitLab, or of its API, as the address of its API. */
export function gitlabApiUrlOf(text: string): Checked<string> {
  const fix = 'write it like https://gitlab.com';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    return { message: `${shown(text)} is not an address of GitLab`, fix };
  }
  if (url.username || url.password) {
    return {
      message: 'its value (not shown) carries a user name or a password',
      fix: 'write the address alone, and put a token into ECS_CD_GITLAB_TOKEN',
    };
  }
  if (url.search || url.hash) return { message: `${shown(text)} has something behind its path`, fix };
  if (!isSafe(url)) {
    const safe = `https://${text.slice(text.indexOf('//') + 2)}`;
    return {
      message: `${shown(text)} would take the token unencrypted to another host`,
      fix: `write ${safe}`,
    };
  }
  const root = url.href.replace(/\/+$/, '');
  return { value: root.endsWith(apiPath) ? root : root + apiPath };
}

/** `group/name`, `group/subgroup/name` or an ID (GitLab docs: letters, digits, "_", "-" and "." make a path). */
export function projectOf(text: string): Checked<string> {
  if (/^[1-9]\d*$/.test(text) || /^[\w.-]+(?:\/[\w.-]+)+$/.test(text)) return { value: text };
  const fix = 'write its path, such as shop/web, or its ID';
  const [, path] = /^(?:https?:\/\/[^/]+\/|git@[^:]+:)([\w./-]+?)(?:\.git|\/-\/.*|\/)?$/.exec(text) ?? [];
  return path
    ? { message: `${shown(text)} is an address`, fix: `write the path alone: ${path}` }
    : { message: `${shown(text)} is not a project`, fix };
}

export const groupOf = matching(
  /^[\w.-]+(?:\/[\w.-]+)*$/,
  'a group',
  'write its path, such as shop or company/shop, or its ID',
);

/** What GitLab allows in the name of an environment, and "*" (GitLab's source, environment_scope_regex). */
export function environmentScopeOf(text: string): Checked<string> {
  const strangers = strangersIn(text, /[\w/${}. *-]/);
  if (!strangers && text.length <= 255) return { value: text };
  const why = strangers ? `${strangers} is not allowed` : 'it is too long';
  return {
    message: `${shown(text)} is not the name of an environment: ${why}`,
    fix: 'write it like staging, review/* or *',
  };
}

/** Tokens of jobs, deployments, GitLab runners, triggers and feeds have such a prefix (GitLab docs, token overview). */
const otherToken = /^gl(?:cbt|dt|rt|ptt|ft)-/;

export function accessTokenOf(text: string): Checked<string> {
  const fix = 'use a project access token with the scope "api" and the role Maintainer';
  return otherToken.test(text)
    ? {
        message: `${unshown(text)} is a token of GitLab that may not set variables, such as that of a job`,
        fix,
      }
    : unshownMatching(/^[\w.=~+/@:-]{8,}$/, 'an access token', fix)(text);
}
