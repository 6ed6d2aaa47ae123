import type { GetLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs';
import { awsError, type Api } from '../api';
import type { Model } from '../ecs/model';
import { errorTexts } from '../texts';

/** Of one answer (AWS docs). */
const mostEvents = 10_000;
const mostBytes = 1024 * 1024;

/** CloudWatch Logs, as far as reading what a task has written. */
export const logsApi = ({ logs, timings, setting }: Model): Api => ({
  service: 'logs',
  operations: {
    GetLogEvents(input: GetLogEventsRequest) {
      const { logGroupName = '', logStreamName = '', startFromHead = false, limit = mostEvents } = input;
      const { startTime = 0, endTime = Infinity, nextToken } = input;
      const lines = logs.get(`${logGroupName}/${logStreamName}`);
      if (!lines) throw awsError('ResourceNotFoundException', errorTexts.logStreamNotFound);
      const arrivedBy = setting.clock.now() - timings.logDeliveryMs;
      const inTime = lines.filter(({ at }) => at >= startTime && at < endTime && at <= arrivedBy);
      // (AWS docs) tokens point between events; the end is reached when the same token comes back.
      const [, side = '', place] = /^([fb])\/(\d+)$/.exec(nextToken ?? '') ?? [];
      const isForward = side === '' ? startFromHead : side === 'f';
      const start = Number(place ?? (isForward ? 0 : inTime.length));
      const asked = isForward
        ? inTime.slice(start, start + limit)
        : inTime.slice(Math.max(0, start - limit), start).toReversed();
      const count = asked.length === 0 ? 0 : fittingIn(mostBytes, asked);
      const [from, to] = isForward ? [start, start + count] : [start - count, start];
      return {
        events: inTime
          .slice(from, to)
          .map(({ at, message }) => ({ timestamp: at, message, ingestionTime: at })),
        nextForwardToken: `f/${to}`,
        nextBackwardToken: `b/${from}`,
      };
    },
  },
});

/** How many of these, one at least. */
function fittingIn(bytes: number, events: readonly { readonly message: string }[]): number {
  let left = bytes;
  const tooMany = events.findIndex(({ message }) => (left -= Buffer.byteLength(message)) < 0);
  return tooMany < 0 ? events.length : Math.max(1, tooMany);
}
