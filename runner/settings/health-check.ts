import { type Checked, countFrom, shown } from './checks/check';
import { durationOf, webUrlOf } from './checks/checks';
import {
  derivedFrom,
  type Field,
  type Inputs,
  mapped,
  optional,
  refused,
  required,
  sliceOf,
  type SliceOf,
  subjectOf,
} from './fields';

/** Between one right answer and the next question. */
export const secondsBetweenAnswers = 2;

export interface HealthCheck {
  /** Its query may hold a token: `publicUrlOf` before it is shown. */
  readonly url: string;
  readonly status: { readonly from: number; readonly to: number };
  readonly timeoutSeconds: number;
  /** In a row. */
  readonly count: number;
  /** Sent with each request; its value is not shown. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What must answer after a deployment, and on test traffic before it; undefined without a URL. The template always hands the
 * others on, so that they are set says nothing; but what is wrong with them is said also where they do not matter.
 */
function healthChecksOf(inputs: Inputs): Field<{
  readonly live?: HealthCheck | undefined;
  readonly test?: HealthCheck | undefined;
  readonly isHeaderIdle?: true | undefined;
}> {
  const checked = sliceOf({
    url: optional(inputs, 'ECS_CD_HEALTH_CHECK_URL', healthCheckUrlOf),
    testUrl: optional(inputs, 'ECS_CD_TEST_HEALTH_CHECK_URL', healthCheckUrlOf),
    headers: optional(inputs, 'ECS_CD_TEST_HEALTH_CHECK_HEADER', headerOf),
    status: required(inputs, 'ECS_CD_HEALTH_CHECK_STATUS', statusRangeOf),
    timeoutSeconds: required(inputs, 'ECS_CD_HEALTH_CHECK_TIMEOUT', durationOf(1)),
    count: required(inputs, 'ECS_CD_HEALTH_CHECK_COUNT', countFrom(1, 100, 'answers')),
  });
  if ('problems' in checked) return checked;
  const { url, testUrl, headers, ...answer } = checked.value;
  const { timeoutSeconds, count } = answer;
  const neededSeconds = (count - 1) * secondsBetweenAnswers;
  if (neededSeconds < timeoutSeconds || (url ?? testUrl) === undefined) {
    const live = url === undefined ? undefined : { ...answer, url };
    const test = testUrl === undefined ? undefined : { ...answer, url: testUrl, ...(headers && { headers }) };
    return { value: { live, test, isHeaderIdle: headers && !testUrl ? true : undefined } };
  }
  const limit = subjectOf(inputs, 'ECS_CD_HEALTH_CHECK_TIMEOUT');
  const message = `${count} answers, ${secondsBetweenAnswers} seconds apart, do not fit into the ${timeoutSeconds}s of ${limit}`;
  const fix = `ask for fewer, or set ${limit} to more than ${neededSeconds}s`;
  return refused(subjectOf(inputs, 'ECS_CD_HEALTH_CHECK_COUNT'), message, fix);
}

/** What a release has to show once it serves, and on test traffic before. */
export function proofSettingsOf(inputs: Inputs, bakeSeconds: Field<number>) {
  const checks = healthChecksOf(inputs);
  return sliceOf({
    healthCheck: mapped(checks, ({ live }) => live),
    testHealthCheck: derivedFrom(checks, ({ test }) => test),
    /** Whether there is a header for test traffic, and nothing that is asked with it. */
    isHeaderIdle: derivedFrom(checks, ({ isHeaderIdle }) => isHeaderIdle),
    bakeSeconds,
  });
}
export type ProofSettings = SliceOf<typeof proofSettingsOf>;

/** (RFC 9110) a token, and what is visible. */
function headerOf(text: string): Checked<Readonly<Record<string, string>>> {
  const [, name = '', value] = /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\x21-\x7e][\x20-\x7e]*)$/.exec(text) ?? [];
  const fix = 'write NAME: VALUE, as the test listener rule asks';
  return value ? { value: { [name]: value } } : { message: 'its value (not shown) is not a header', fix };
}

export const healthCheckUrlOf = webUrlOf({
  example: 'https://staging.example.com/health',
  fixOfCredentials: 'write an address that answers without them',
});

const lowestStatus = 200;
const highestStatus = 599;

function statusRangeOf(text: string): Checked<{ readonly from: number; readonly to: number }> {
  const [, first, last = first] = /^(\d{3})(?:-(\d{3}))?$/.exec(text) ?? [];
  const [, hundreds] = /^([2-5])xx$/i.exec(text) ?? [];
  if (first === undefined) {
    const usual = 'write one, such as 200, or a range, such as 200-399';
    const fix = hundreds === undefined ? usual : `write ${hundreds}00-${hundreds}99`;
    return { message: `${shown(text)} is not an HTTP status`, fix };
  }
  const range = { from: Number(first), to: Number(last) };
  if (range.from > range.to)
    return { message: `${shown(text)} has no status in it`, fix: `write ${range.to}-${range.from}` };
  if (range.from >= lowestStatus && range.to <= highestStatus) return { value: range };
  const fix = `write a status from ${lowestStatus} to ${highestStatus}`;
  return { message: `${shown(text)} is not the status of a final response`, fix };
}
