import { stripVTControlCharacters } from 'node:util';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { readErrorOf } from '../aws/aws-error';
import type { CallMeter } from '../aws/call-meter';
import type { LogStream } from './log-stream';

/** What the containers of tasks have written, as far as it is in CloudWatch Logs. */
export interface TaskLogs {
  /** Oldest first; empty where the stream does not exist (yet). */
  getLastLines(stream: LogStream, count: number): Promise<string[]>;
}

export function taskLogsApi(
  clientIn: (region: string) => CloudWatchLogsClient,
  { interruption, meter }: { interruption: AbortSignal; meter: CallMeter },
): TaskLogs {
  return {
    async getLastLines({ region, group, name }, count) {
      const sdk =
        require('@aws-sdk/client-cloudwatch-logs') as typeof import('@aws-sdk/client-cloudwatch-logs');
      const client = clientIn(region);
      meter.count();
      try {
        // Without startFromHead the page holds the latest events, in the order of their time (AWS docs).
        const input = { logGroupName: group, logStreamName: name, limit: count };
        const { events = [] } = await client.send(new sdk.GetLogEventsCommand(input), {
          abortSignal: interruption,
        });
        // Colours mean nothing here, and their codes without the escape would be noise.
        return events.map(({ message = '' }) => stripVTControlCharacters(message));
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return [];
        const purpose = `read the log of the container (${group})`;
        throw readErrorOf(error, { purpose, permission: 'logs:GetLogEvents', resource: group });
      } finally {
        client.destroy();
      }
    },
  };
}
