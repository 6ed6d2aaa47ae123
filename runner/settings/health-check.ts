import { type Checked, countFrom, shown } from './checks/check';
import { durationOf, webUrlOf } from './checks/checks';
import { type Inputs, optional, required, sliceOf, type SliceOf, subjectOf } from './fields';

/** Between one right answer and the next question. */
export const secondsBetweenAnswers = 2;

/**
 * What must answer after a deployment; undefined without a URL. The template always hands the other three on, so that
 * they are set says nothing; but what is wrong with them is said also where they do not matter.
 */
export function healthCheckOf(inputs: Inputs) {
  const checked = sliceOf({
    url: optional(inputs, 'ECS_CD_HEALTH_CHECK_URL', healthCheckUrlOf),
    status: required(inputs, 'ECS_CD_HEALTH_CHECK_STATUS', statusRangeOf),
    timeoutSeconds: required(inputs, 'ECS_CD_HEALTH_CHECK_TIMEOUT', durationOf(1)),
    /** In a row. */
    count: required(inputs, 'ECS_CD_HEALTH_CHECK_COUNT', countFrom(1, 100, 'answers')),
  });
  if ('problems' in checked) return checked;
  const { url, ...answer } = checked.value;
  const { timeoutSeconds, count } = answer;
  if (url === undefined) return { value: undefined };
  const neededSeconds = (count - 1) * secondsBetweenAnswers;
  if (neededSeconds < timeoutSeconds) {
    /** Its query may hold a token: `publicUrlOf` before it is shown. */
    return { value: { ...answer, url } };
  }
  const limit = subjectOf(inputs, 'ECS_CD_HEALTH_CHECK_TIMEOUT');
  const subject = subjectOf(inputs, 'ECS_CD_HEALTH_CHECK_COUNT');
  const message = `${count} answers, ${secondsBetweenAnswers} seconds apart, do not fit into the ${timeoutSeconds}s of ${limit}`;
  const fix = `ask for fewer, or set ${limit} to more than ${neededSeconds}s`;
  return { problems: [{ subject, message, fix }] };
}
export type HealthCheck = NonNullable<SliceOf<typeof healthCheckOf>>;

const healthCheckUrlOf = webUrlOf({
  example: 'https://staging.example.com/health',
  fixOfCredentials: 'write an address that answers without them',
});

const lowestStatus = 200;
const highestStatus = 599;

function statusRangeOf(text: string): Checked<{ readonly from: number; readonly to: number }> {
  const [, first, last = first] = /^(\d{3})(?:-(\d{3}))?$/.exec(text) ?? [];
  const [, hundreds] = /^([2-5])xx$/i.exec(text) ?? [];
  if (first === undefined) {
    const fix =
      hundreds === undefined
        ? 'write one, such as 200, or a range, such as 200-399'
        : `write ${hundreds}00-${hundreds}99`;
    return { message: `${shown(text)} is not an HTTP status`, fix };
  }
  const range = { from: Number(first), to: Number(last) };
  if (range.from > range.to) {
    return { message: `${shown(text)} has no status in it`, fix: `write ${range.to}-${range.from}` };
  }
  return range.from < lowestStatus || range.to > highestStatus
    ? {
        message: `${shown(text)} holds what no final answer has`,
        fix: `write a status from ${lowestStatus} to ${highestStatus}`,
      }
    : { value: range };
}
