import type { AwsRequest } from './aws-endpoint';

/** By method, for `/schedules/NAME`; all of them are listed by `/schedules`. No other path of a REST service is known here. (AWS docs, API reference) */
const operations: Readonly<Record<string, string>> = { GET: 'GetSchedule', PUT: 'UpdateSchedule' };

/** A request of EventBridge Scheduler, which says what it is about in its path and query, as the others write it. */
export function restRequestOf(
  { method = '', url = '/' }: AwsRequest,
  body: string,
): { readonly service: string; readonly operation: string; readonly body: string } | undefined {
  const { pathname, searchParams } = new URL(url, 'http://simulator');
  if (method === 'GET' && pathname === '/schedules') {
    const NextToken = searchParams.get('NextToken') ?? undefined;
    return { service: 'scheduler', operation: 'ListSchedules', body: JSON.stringify({ NextToken }) };
  }
  const [, name] = /^\/schedules\/([^/]+)$/.exec(pathname) ?? [];
  const operation = operations[method];
  if (name === undefined || operation === undefined) return undefined;
  const group = searchParams.get('groupName');
  const input = {
    ...(body === '' ? {} : (JSON.parse(body) as object)),
    Name: decodeURIComponent(name),
    ...(group === null ? {} : { GroupName: group }),
  };
  return { service: 'scheduler', operation, body: JSON.stringify(input) };
}
