import { type Checked, countFrom, matching, shown, strangersIn, type Check } from './check';

/** Every partition's regions have this form (the SDK's own partition table). */
const region = /^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/;

export function regionOf(text: string): Checked<string> {
  if (region.test(text)) return { value: text };
  const [, zoned] = /^([a-z-]+-\d)[a-z]$/.exec(text) ?? [];
  if (zoned !== undefined) {
    return { message: `${shown(text)} is an availability zone`, fix: `write its region: ${zoned}` };
  }
  const lower = text.toLowerCase().replaceAll('_', '-');
  const fix = region.test(lower) ? `write ${lower}` : 'write its code, such as eu-central-1';
  return { message: `${shown(text)} is not an AWS region`, fix };
}

export function accountIdOf(text: string): Checked<string> {
  if (/^\d{12}$/.test(text)) return { value: text };
  const [, plain = text.replaceAll(/[\s-]/g, '')] = /^arn:[^:]+:[^:]*:[^:]*:(\d{12}):/.exec(text) ?? [];
  // A number that went through a spreadsheet or YAML has lost the zeros at its start.
  const fix = /^\d{12}$/.test(plain)
    ? `write ${plain}`
    : /^\d{9,11}$/.test(plain)
      ? `write its 12 digits: ${plain.padStart(12, '0')}, if zeros got lost at the start`
      : 'write its 12 digits, such as 123456789012';
  return { message: `${shown(text)} is not an AWS account ID`, fix };
}

/** A log stream name has 512 characters (AWS docs); `/<container>/<task id>` can take 289 of them. */
const longestStage = 223;

/**
 * STAGE is a log stream prefix and a GitLab environment, so it has what both allow (AWS docs: no ":", no "*";
 * GitLab: letters, digits, "-", "_", "."), and no "/", which would shift the parts of `STAGE/container/task-id`.
 */
export function stageOf(text: string): Checked<string> {
  const strangers = strangersIn(text, /[\w.-]/);
  if (strangers) {
    const fix = 'write letters, digits, "-", "_" and ".", such as staging or $CI_ENVIRONMENT_SLUG';
    return {
      message: `${shown(text)} cannot be part of a log stream name: ${strangers} is not allowed`,
      fix,
    };
  }
  if (text.length <= longestStage) return { value: text };
  return { message: `${shown(text)} is too long`, fix: `write at most ${longestStage} characters` };
}

/** A file path relative to the project, or absolute. */
export function pathIn(projectDir: string): (text: string) => Checked<string> {
  return (text) => {
    if (strangersIn(text, /\P{Cc}/u)) {
      return { message: `${shown(text)} is not a path: it has control characters`, fix: 'remove them' };
    }
    if (text.endsWith('/')) return { message: `${shown(text)} is a folder`, fix: 'add the name of a file' };
    const file = text.startsWith('/') ? text : `${projectDir.replace(/\/$/, '')}/${text}`;
    return { value: file.replaceAll(/\/(?:\.?\/)+/g, '/') };
  };
}

/** The same for a file that is written, where GitLab collects only what is in the project. */
export function pathInside(projectDir: string): (text: string) => Checked<string> {
  return (text) => {
    const file = pathIn(projectDir)(text);
    if (!('value' in file)) return file;
    if (/(?:^|\/)\.$/.test(text))
      return { message: `${shown(text)} is a folder`, fix: 'add the name of a file' };
    if (/\/ecs-cd-(?:report\.\w+|annotations\.json)$/.test(file.value))
      return { message: `${shown(text)} is a file of the report`, fix: 'give it another name' };
    const isInside = file.value.startsWith(`${projectDir.replace(/\/$/, '')}/`);
    if (isInside && !text.split('/').includes('..')) return file;
    const fix = 'name a file in that folder, without ".."';
    return { message: `${shown(text)} leads out of ${projectDir}`, fix };
  };
}

export const logLineCountOf = countFrom(0, 200, 'lines');
export const keptRevisionsOf = countFrom(1, 1000, 'revisions');

/** (AWS docs, AssumeRole) */
export const externalIdOf = matching(
  /^[\w+=,.@:/-]{2,1224}$/,
  'an external ID',
  'write 2 to 1224 letters, digits and any of + = , . @ : / -',
);

const longestSeconds = 24 * 60 * 60;
const form = /^(?:(\d{1,7})h)?(?:(\d{1,7})m)?(?:(\d{1,7})s)?$/;
const fix = 'write a number with its unit, such as 90s, 15m or 1h30m';

/** Seconds in `90s`, `15m`, `1h30m`, if they are that many at least. */
export function durationOf(shortestSeconds: number, reason = ''): Check<number> {
  return (text) => {
    if (/^\d+$/.test(text)) return { message: `${shown(text)} has no unit`, fix };
    const parts = form.exec(text);
    if (!parts) return { message: `${shown(text)} is not a duration`, fix };
    const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part || 0));
    const value = hours * 3600 + minutes * 60 + seconds;
    if (value < shortestSeconds)
      return { message: `${shown(text)} is too short`, fix: `write at least ${shortestSeconds}s${reason}` };
    if (value > longestSeconds) return { message: `${shown(text)} is too long`, fix: 'write at most 24h' };
    return { value };
  };
}

/** An address that fits on one line of a dotenv file; with credentials in it, it is refused and not shown. */
export function webUrlOf({ example, fixOfCredentials }: WebUrl): Check<string> {
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url && (url.username || url.password)) {
      return { message: 'its value (not shown) carries a user name or a password', fix: fixOfCredentials };
    }
    if (url && /^https?:\/\/[^\s"'`<>\\]+$/i.test(text)) return { value: text };
    const meant = /^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:\/[\w./-]*)?$/.test(text)
      ? `https://${text}`
      : `it like ${example}`;
    return { message: `${shown(text)} is not an http or https address`, fix: `write ${meant}` };
  };
}

interface WebUrl {
  readonly example: string;
  readonly fixOfCredentials: string;
}

/** What GitLab can show as the environment's. */
export const environmentAddressOf = webUrlOf({
  example: 'https://staging.example.com',
  fixOfCredentials: 'write the address without them: everybody who sees the environment sees it',
});

const anyGitlabUrlOf = webUrlOf({
  example: 'https://gitlab.example.com',
  fixOfCredentials: 'write the address alone; a token belongs in ECS_CD_GITLAB_TOKEN',
});

/** The address of a GitLab, as its tokens have it in `iss`. */
export function gitlabUrlOf(text: string): Checked<string> {
  const checked = anyGitlabUrlOf(text);
  if (!('value' in checked)) return checked;
  return /[?#]/.test(text)
    ? { message: `${shown(text)} has a query or a fragment`, fix: 'write it like https://gitlab.example.com' }
    : { value: text.replace(/\/+$/, '') };
}
