import { isLoopback } from '../../names/loopback';
import { type Checked, matching, shown, strangersIn, unshown } from '../../settings/checks/check';
import { gitlabUrlOf } from '../../settings/checks/checks';
import { unshownMatching } from '../../settings/checks/secret-checks';

/** Address of a GitLab, or of its API, as the address of its API. */
export function gitlabApiUrlOf(text: string): Checked<string> {
  const checked = gitlabUrlOf(text);
  if (!('value' in checked)) return checked;
  const { protocol, hostname, href } = new URL(checked.value);
  // A token would cross the network in the clear, for everybody on the way to read.
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    const fix = `write https://${text.slice(text.indexOf('//') + 2)}`;
    return { message: `${shown(text)} would take the token unencrypted to another host`, fix };
  }
  return { value: href.replace(/\/*(?:\/api\/v4)?$/, '/api/v4') };
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

export const groupPathOf = matching(
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
  if (!otherToken.test(text)) return unshownMatching(/^[\w.=~+/@:-]{8,}$/, 'an access token', fix)(text);
  const what = 'is a token of GitLab that may not set variables, such as that of a job';
  return { message: `${unshown(text)} ${what}`, fix };
}
