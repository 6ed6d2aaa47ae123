import { stripVTControlCharacters } from 'node:util';
import type {
  CloudWatchLogsClient,
  GetLogEventsCommandOutput,
  OutputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';
import { readErrorOf } from '../aws/aws-error';
import type { CallMeter } from '../aws/call-meter';
import { sdk } from '../aws/sdk';
import type { LogStream } from './log-stream';
import { logTailOf } from './log-tail';

export type TaskLogs = ReturnType<typeof taskLogsApi>;

/** What the containers of tasks have written, as far as it is in CloudWatch Logs. */
export function taskLogsApi(
  clientIn: (region: string) => CloudWatchLogsClient,
  { interruption, meter }: { interruption: AbortSignal; meter: CallMeter },
) {
  /** `missing` where the stream does not exist (yet). */
  async function reading<T>(
    { region, group, name }: LogStream,
    missing: T,
    read: (get: (input: object) => Promise<GetLogEventsCommandOutput>) => Promise<T>,
  ): Promise<T> {
    const client = clientIn(region);
    try {
      return await read((input) => {
        meter.count();
        return client.send(eventsOf(group, name, input), { abortSignal: interruption });
      });
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return missing;
      const purpose = `read the log of the container (${group})`;
      throw readErrorOf(error, { purpose, permission: 'logs:GetLogEvents', resource: group });
    } finally {
      client.destroy();
    }
  }
  return {
    /** At least as many lines as asked for, where there are. */
    getLastLines: (stream: LogStream, count: number): Promise<string> =>
      reading(stream, '', async (get) => {
        // Without startFromHead the page holds the latest events, in the order of their time (AWS docs).
        const { events = [] } = await wholeOrOne(count, (limit) => get({ limit }));
        // Colours mean nothing here, and their codes without the escape would be noise.
        return stripVTControlCharacters(logTailOf(textOf(events).trimEnd()));
      }),
    /** What came after the token, the oldest first, and the next one; the same one at the end (AWS docs). */
    getNextLines: (stream: LogStream, nextToken: string | undefined) =>
      reading(stream, undefined, async (get) => {
        const page = (limit: number) => get({ startFromHead: true, limit, nextToken });
        const { events = [], nextForwardToken } = await wholeOrOne(mostEvents, page);
        return { text: stripVTControlCharacters(textOf(events)), token: nextForwardToken };
      }),
  };
}

const mostEvents = 500;

/** Events of a megabyte are more together than is read of any answer; one is not. */
function wholeOrOne<T>(limit: number, read: (limit: number) => Promise<T>): Promise<T> {
  return read(limit).catch((error: unknown) => {
    if (limit > 1 && error instanceof SyntaxError) return read(1);
    throw error;
  });
}

const textOf = (events: readonly OutputLogEvent[]) => events.map(({ message = '' }) => message).join('\n');

function eventsOf(logGroupName: string, logStreamName: string, page: object) {
  return new sdk.logs.GetLogEventsCommand({ logGroupName, logStreamName, ...page });
}
