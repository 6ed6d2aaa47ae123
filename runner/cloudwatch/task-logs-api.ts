import { stripVTControlCharacters } from 'node:util';
import type { CloudWatchLogsClient, OutputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { readErrorOf } from '../aws/aws-error';
import type { CallMeter } from '../aws/call-meter';
import { sdk } from '../aws/sdk';
import type { LogStream } from './log-stream';
import { logTailOf } from './log-tail';

export type TaskLogs = ReturnType<typeof taskLogsApi>;

const mostEvents = 500;

/** What the containers of tasks have written, as far as it is in CloudWatch Logs. */
export function taskLogsApi(
  clientIn: (region: string) => CloudWatchLogsClient,
  { interruption, meter }: { interruption: AbortSignal; meter: CallMeter },
) {
  /** Undefined where the stream does not exist (yet). */
  async function pageOf({ region, group, name }: LogStream, most: number, page: object) {
    const client = clientIn(region);
    const ask = (limit: number) => {
      meter.count();
      const input = { logGroupName: group, logStreamName: name, ...page, limit };
      return client.send(new sdk.logs.GetLogEventsCommand(input), { abortSignal: interruption });
    };
    try {
      return await ask(most).catch((error: unknown) => {
        // Events of a megabyte are more together than is read of any answer; one is not.
        if (most > 1 && error instanceof SyntaxError) return ask(1);
        throw error;
      });
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
      const purpose = `read the log of the container (${group})`;
      throw readErrorOf(error, { purpose, permission: 'logs:GetLogEvents', resource: group });
    } finally {
      client.destroy();
    }
  }
  return {
    /** At least as many lines as asked for, where there are. */
    async getLastLines(stream: LogStream, count: number): Promise<string> {
      // Without startFromHead the page holds the latest events, in the order of their time (AWS docs).
      const text = textOf((await pageOf(stream, count, {}))?.events);
      // Colours mean nothing here, and their codes without the escape would be noise.
      return stripVTControlCharacters(logTailOf(text.trimEnd()));
    },
    /** What came after the token, the oldest first, and the next one; the same one at the end (AWS docs). */
    async getNextLines(stream: LogStream, nextToken: string | undefined) {
      const page = await pageOf(stream, mostEvents, { startFromHead: true, nextToken });
      return page && { text: stripVTControlCharacters(textOf(page.events)), token: page.nextForwardToken };
    },
  };
}

const textOf = (events: readonly OutputLogEvent[] = []) =>
  events.map(({ message = '' }) => message).join('\n');
