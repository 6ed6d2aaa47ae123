import { awsError } from '../api';
import { errorTexts } from '../texts';

interface AskedSession {
  readonly RoleSessionName: string | undefined;
  readonly DurationSeconds: number | undefined;
  /** Whether a session of a role asks. */
  readonly isChained: boolean;
}

/** (AWS docs, AssumeRole) */
const limits = {
  shortestName: 2,
  longestName: 64,
  leastSeconds: 900,
  mostSeconds: 43_200,
  mostChained: 3_600,
};

/** Refuses what STS refuses before it looks at the role. */
export function refuseSession({
  RoleSessionName: name = '',
  DurationSeconds,
  isChained,
}: AskedSession): void {
  const { shortestName, longestName, leastSeconds, mostSeconds, mostChained } = limits;
  const isName = /^[\w+=,.@-]*$/.test(name) && name.length >= shortestName && name.length <= longestName;
  if (!isName) throw awsError('ValidationError', errorTexts.sessionName(name));
  if (DurationSeconds === undefined) return;
  if (DurationSeconds < leastSeconds || DurationSeconds > mostSeconds) {
    throw awsError('ValidationError', errorTexts.sessionSeconds(DurationSeconds));
  }
  if (isChained && DurationSeconds > mostChained)
    throw awsError('ValidationError', errorTexts.chainedSession);
}
