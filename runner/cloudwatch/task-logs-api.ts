import { stripVTControlCharacters } from 'node:util';
import type { CloudWatchLogsClient, OutputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { readErrorOf } from '../aws/aws-error';
import type { CallMeter } from '../aws/call-meter';
import type { LogStream } from './log-stream';
import { logTailOf } from './log-tail';

export type TaskLogs = ReturnType<typeof taskLogsApi>;

/** What the containers of tasks have written, as far as it is in CloudWatch Logs. */
export function taskLogsApi(
  clientIn: (region: string) => CloudWatchLogsClient,
  { interruption, meter }: { interruption: AbortSignal; meter: CallMeter },
) {
  return {
    /** At least as many lines as asked for, where there are; empty where the stream does not exist (yet). */
    async getLastLines({ region, group, name }: LogStream, count: number): Promise<string> {
      const sdk =
        require('@aws-sdk/client-cloudwatch-logs') as typeof import('@aws-sdk/client-cloudwatch-logs');
      const client = clientIn(region);
      // Without startFromHead the page holds the latest events, in the order of their time (AWS docs).
      const latest = async (limit: number): Promise<OutputLogEvent[]> => {
        meter.count();
        const command = new sdk.GetLogEventsCommand({ logGroupName: group, logStreamName: name, limit });
        try {
          return (await client.send(command, { abortSignal: interruption })).events ?? [];
        } catch (error) {
          // Events of a megabyte are more together than is read of any answer; the last one is not.
          if (limit > 1 && error instanceof SyntaxError) return latest(1);
          throw error;
        }
      };
      try {
        const messages = (await latest(count)).map(({ message = '' }) => message);
        // Colours mean nothing here, and their codes without the escape would be noise.
        return stripVTControlCharacters(logTailOf(messages.join('\n').trimEnd()));
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return '';
        const purpose = `read the log of the container (${group})`;
        throw readErrorOf(error, { purpose, permission: 'logs:GetLogEvents', resource: group });
      } finally {
        client.destroy();
      }
    },
  };
}
