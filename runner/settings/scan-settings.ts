import { awsSettingsOf } from './aws-settings';
import { oneOf, shown } from './checks/check';
import { durationOf } from './checks/checks';
import { scanExceptionsIn, type ScanException } from './checks/scan-exceptions';
import {
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
import { imageSettingsOf, projectFileOf } from './slices';
import { gateSeverities } from './variables/variable';

type ReadText = (file: string) => string;

/** What stops an image. */
function scanSliceOf(inputs: Inputs, read: ReadText) {
  const context = textOf(inputs, 'DOCKER_BUILD_CONTEXT') ?? '.';
  const dockerfile = textOf(inputs, 'ECS_CD_DOCKERFILE') ?? `${context}/Dockerfile`;
  return sliceOf({
    /** The least that does. */
    severity: required(inputs, 'ECS_CD_SCAN_SEVERITY', oneOf(gateSeverities)),
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
