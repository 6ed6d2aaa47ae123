import type { GetLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs';
import { awsError, type Api } from './api';
import type { Model } from './ecs/model';
import { errorTexts } from './texts';

/** (AWS docs) */
const mostEvents = 10_000;

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
      const from = isForward ? Number(place ?? 0) : Math.max(0, Number(place ?? inTime.length) - limit);
      const to = isForward ? Math.min(inTime.length, from + limit) : Number(place ?? inTime.length);
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
