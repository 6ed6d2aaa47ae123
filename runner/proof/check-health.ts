import { elapsed } from '../log/timeline';
import { secondsBetweenAnswers } from '../settings/health-check';
import { publicUrlOf } from '../names/public-url';
import type { HealthCheck, StatusRange } from '../settings/slices';
import { type Progress } from '../rollout/progress';
import type { FollowEffects } from '../rollout/follow-context';
import type { HealthCheckApi, WebAnswer } from './health-check-api';

const pauseAfterRightMs = secondsBetweenAnswers * 1000;
const pauseAfterWrongMs = 5_000;

/** Asks until the address has answered as it must so many times in a row, or its time is over. */
export async function checkHealth(
  { url, status, timeoutSeconds, count }: HealthCheck,
  { tell, trouble }: Progress,
  {
    probe,
    clock,
    interruption,
  }: Pick<FollowEffects, 'clock' | 'interruption'> & { readonly probe: HealthCheckApi },
): Promise<'passed' | 'cancelled' | { readonly reason: string }> {
  const demand = `${rangeText(status)}${count === 1 ? '' : ` ${count} times in a row`}`;
  const limit = elapsed(timeoutSeconds * 1000);
  tell(`health check: ${publicUrlOf(url)} must answer ${demand} within ${limit}`);
  const deadline = clock.now() + timeoutSeconds * 1000;
  const told = new Set<string>();
  let inRow = 0;
  let right = 0;
  for (let asked = 1; ; asked += 1) {
    const answer = await probe.get(url, deadline - clock.now(), interruption);
    if (interruption.aborted) return 'cancelled';
    const isRight = 'status' in answer && answer.status >= status.from && answer.status <= status.to;
    inRow = isRight ? inRow + 1 : 0;
    right += isRight ? 1 : 0;
    const text = answerText(answer, isRight);
    if (!told.has(text)) tell(`health check: ${text}`);
    told.add(text);
    if (inRow === count) {
      tell(`health check: passed${count === 1 ? '' : `, ${count} times in a row`}`);
      return 'passed';
    }
    const pause = isRight ? pauseAfterRightMs : pauseAfterWrongMs;
    await clock.sleep(Math.min(pause, deadline - clock.now()), interruption);
    if (isOver(interruption)) return 'cancelled';
    if (clock.now() >= deadline) {
      const share = right === 0 ? '' : `${right} of ${asked} answers were right, the last was: `;
      trouble('health check: failed, its time is over', []);
      return { reason: `${publicUrlOf(url)} did not answer ${demand} within ${limit}: ${share}${text}` };
    }
  }
}

function rangeText({ from, to }: StatusRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}

function answerText(answer: WebAnswer, isRight: boolean): string {
  if ('problem' in answer) return answer.problem;
  const isRedirect = answer.status >= 300 && answer.status < 400 && !isRight;
  return `it answered ${answer.status}${isRedirect ? ' (redirects are not followed)' : ''}`;
}

function isOver({ aborted }: AbortSignal): boolean {
  return aborted;
}
