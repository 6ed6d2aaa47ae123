import { minutesOf, type Timeline } from '../log/timeline';
import { publicUrlOf } from '../names/public-url';
import { poll, type Tick } from '../poll';
import type { FollowEffects } from '../rollout/follow-context';
import { type HealthCheck, secondsBetweenAnswers } from '../settings/health-check';
import type { HealthCheckAnswer, HealthCheckApi } from './health-check-api';

const pauseAfterRightMs = secondsBetweenAnswers * 1000;
const pauseAfterWrongMs = 5_000;

type CheckEffects = Pick<FollowEffects, 'clock' | 'interruption' | 'jobEnd'> & {
  readonly probe: HealthCheckApi;
};

interface AnswersSoFar {
  readonly asked: number;
  readonly right: number;
  readonly inRow: number;
  readonly told: ReadonlySet<string>;
  /** What the last one was, in words. */
  readonly text: string;
}

export const testFix =
  'look at what the application logs when this address is asked; correct it, the test listener rule, or what ECS_CD_TEST_HEALTH_CHECK_URL and _HEADER and ECS_CD_HEALTH_CHECK_STATUS, _TIMEOUT and _COUNT ask for';

export const onTestTraffic = ({ tell, trouble }: Timeline): Timeline => ({
  tell: (text) => tell(`test traffic: ${text}`),
  trouble: (text, details) => trouble(`test traffic: ${text}`, details),
});

type Result = 'passed' | 'job-limit' | { readonly reason: string };

/** Asks until the address has answered as it must so many times in a row, or its time is over. */
export async function checkHealth(
  healthCheck: HealthCheck,
  { tell, trouble }: Timeline,
  effects: CheckEffects,
): Promise<Result | 'cancelled'> {
  const { probe, clock, interruption, jobEnd } = effects;
  const { url, timeoutSeconds, count, headers } = healthCheck;
  tell(`health check: ${publicUrlOf(url)} must answer ${answersText(healthCheck)}`);
  const deadline = clock.now() + timeoutSeconds * 1000;
  const end = Math.min(deadline, jobEnd?.leaveAt ?? Infinity);
  const first = { state: { asked: 0, right: 0, inRow: 0, told: new Set<string>(), text: '' }, waitMs: 0 };
  const checked = await poll<AnswersSoFar, HealthCheckAnswer | 'too late', Result>(effects, first, {
    // The deadline comes between two answers.
    async read({ asked }) {
      const remainingMs = end - clock.now();
      return asked > 0 && remainingMs <= 0 ? 'too late' : probe.get(url, remainingMs, interruption, headers);
    },
    step(before, answer) {
      if (answer === 'too late' && end < deadline) return { end: 'job-limit' };
      if (answer === 'too late') {
        trouble('health check: failed, timed out', []);
        return { end: { reason: failureOf(before, healthCheck) } };
      }
      const next = withAnswer(before, answer, healthCheck);
      if (!before.told.has(next.text)) tell(`health check: ${next.text}`);
      return nextTick(next, count, end - clock.now());
    },
  });
  if ('interrupted' in checked) return 'cancelled';
  if (checked.end === 'passed') tell(`health check: passed${count === 1 ? '' : `, ${count} times in a row`}`);
  return checked.end;
}

function withAnswer(
  { asked, right, inRow, told }: AnswersSoFar,
  answer: HealthCheckAnswer,
  { status }: HealthCheck,
): AnswersSoFar {
  const isRight = 'status' in answer && answer.status >= status.from && answer.status <= status.to;
  const text = answerText(answer, isRight);
  return {
    asked: asked + 1,
    right: right + (isRight ? 1 : 0),
    inRow: isRight ? inRow + 1 : 0,
    told: new Set([...told, text]),
    text,
  };
}

function nextTick(state: AnswersSoFar, count: number, remainingMs: number): Tick<AnswersSoFar, Result> {
  if (state.inRow === count) return { end: 'passed' };
  const pauseMs = state.inRow > 0 ? pauseAfterRightMs : pauseAfterWrongMs;
  return { state, waitMs: Math.min(pauseMs, remainingMs) };
}

function failureOf({ asked, right, text }: AnswersSoFar, healthCheck: HealthCheck): string {
  const share = right === 0 ? '' : `${right} of ${asked} answers were right, the last was: `;
  return `${publicUrlOf(healthCheck.url)} did not answer ${answersText(healthCheck)}: ${share}${text}`;
}

function answersText({ status: { from, to }, count, timeoutSeconds }: HealthCheck): string {
  const inRow = count === 1 ? '' : ` ${count} times in a row`;
  return `${from === to ? from : `${from}-${to}`}${inRow} within ${minutesOf(timeoutSeconds)}`;
}

function answerText(answer: HealthCheckAnswer, isRight: boolean): string {
  if ('problem' in answer) return answer.problem;
  const isRedirect = answer.status >= 300 && answer.status < 400 && !isRight;
  return `it answered ${answer.status}${isRedirect ? ' (redirects are not followed)' : ''}`;
}
