import { awsSettingsOf } from './aws-settings';
import { type Invalid, shown } from './checks/check';
import { durationOf } from './checks/checks';
import {
  chosen,
  type Field,
  type Inputs,
  refused,
  required,
  settingsOf,
  sliceOf,
  type SliceOf,
  subjectOf,
  textOf,
} from './fields';
import { imageSettingsOf } from './image-settings';
import { projectFileOf } from './slices';

type ReadText = (file: string) => string;

/** What stops an image. */
function scanSliceOf(inputs: Inputs, read: ReadText) {
  const context = textOf(inputs, 'DOCKER_BUILD_CONTEXT') ?? '.';
  const dockerfile = textOf(inputs, 'ECS_CD_DOCKERFILE') ?? `${context}/Dockerfile`;
  return sliceOf({
    /** The least that does. */
    severity: chosen(inputs, 'ECS_CD_SCAN_SEVERITY'),
    exceptions: exceptionsOf(inputs, read),
    timeoutSeconds: required(inputs, 'ECS_CD_SCAN_TIMEOUT', durationOf(1)),
    /** Where GitLab's reports show a finding, relative to the project. */
    dockerfile: { value: dockerfile.replace(/^(?:\.?\/)+/, '') },
  });
}
export type ScanSettings = SliceOf<typeof scanSliceOf>;

/** What `ecs-cd scan` works with. Throws one error with everything that is wrong. */
export function scanSettingsOf(inputs: Inputs, read: ReadText) {
  return settingsOf(inputs, {
    aws: awsSettingsOf(inputs),
    image: imageSettingsOf(inputs),
    scan: scanSliceOf(inputs, read),
    dotenv: projectFileOf(inputs, 'ECS_CD_DOTENV'),
  });
}
export type ScanCommandSettings = ReturnType<typeof scanSettingsOf>;

function exceptionsOf(inputs: Inputs, read: ReadText): Field<readonly ScanException[]> {
  if (textOf(inputs, 'ECS_CD_SCAN_EXCEPTIONS') === undefined) return { value: [] };
  const file = projectFileOf(inputs, 'ECS_CD_SCAN_EXCEPTIONS');
  if ('problems' in file) return file;
  const subject = subjectOf(inputs, 'ECS_CD_SCAN_EXCEPTIONS');
  try {
    const exceptions = scanExceptionsIn(read(file.value));
    if ('value' in exceptions) return exceptions;
    return { problems: exceptions.wrong.map((one) => ({ subject, ...one })) };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'does not exist', EISDIR: 'is a folder' }[code] ?? `cannot be read (${code})`;
    const fix = 'name a file that the job checks out, or an earlier job hands on';
    return refused(subject, `${shown(textOf(inputs, 'ECS_CD_SCAN_EXCEPTIONS') ?? '')} ${why}`, fix);
  }
}

/** A finding that somebody has decided to live with. */
export interface ScanException {
  /** As ECR names the finding: `CVE-2026-1234`. */
  readonly id: string;
  readonly reason: string;
  /** The last day on which it counts, in UTC: `2026-12-31`. */
  readonly until: string;
}

const exceptionFix =
  'write a list of {"id": "CVE-2026-1234", "reason": "no code of ours calls it", "until": "2026-12-31"}';
const goodFields: Readonly<Record<string, (text: string) => boolean>> = {
  id: (text) => /^\S+$/.test(text),
  reason: (text) => /\S/.test(text),
  // The 30th of February is a day for some parsers.
  until: (text) =>
    /^\d{4}-\d\d-\d\d$/.test(text) && new Date(Date.parse(text) || 0).toISOString().startsWith(text),
};

/** The exceptions in a file, or everything that is wrong with them. */
function scanExceptionsIn(
  text: string,
): { readonly value: readonly ScanException[] } | { readonly wrong: readonly Invalid[] } {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    return { wrong: [{ message: `is not JSON: ${(error as Error).message}`, fix: exceptionFix }] };
  }
  if (!Array.isArray(list)) return { wrong: [{ message: 'is not a list', fix: exceptionFix }] };
  const wrong = list.flatMap((one: unknown, index) =>
    wrongIn(Object(one) as ExceptionFields).map((what) => ({
      message: `exception ${index + 1} ${what}`,
      fix: exceptionFix,
    })),
  );
  return wrong.length > 0 ? { wrong } : { value: list as ScanException[] };
}

type ExceptionFields = Readonly<Record<string, unknown>>;

function wrongIn(fields: ExceptionFields): readonly string[] {
  const whose = typeof fields.id === 'string' ? ` (${shown(fields.id)})` : '';
  const bad = Object.entries(goodFields).flatMap(([name, isGood]) => {
    const value = fields[name];
    if (value === undefined) return `has no "${name}"${whose}`;
    if (typeof value === 'string' && isGood(value)) return [];
    return `has a wrong "${name}"${whose}: ${shown(JSON.stringify(value))}`;
  });
  const unread = Object.keys(fields).filter((name) => !(name in goodFields));
  return [...bad, ...unread.map((name) => `has a field that nobody reads${whose}: ${shown(name)}`)];
}
