import type { LogStream } from '../cloudwatch/log-stream';
import { lastSegmentOf } from '../names/arn';

interface Place {
  readonly region: string;
  readonly cluster: string;
  readonly service: string;
}

/** A page of the service in the AWS console; `health` is for the "open" button of GitLab's environment. */
export function consoleUrlOf(
  { region, cluster, service }: Place,
  page: 'health' | 'deployments' = 'health',
): string {
  const path = `clusters/${lastSegmentOf(cluster)}/services/${lastSegmentOf(service)}/${page}`;
  return `https://${consoleHostOf(region)}/ecs/v2/${path}?region=${region}`;
}

function consoleHostOf(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : `${region}.console.aws.amazon.com`;
}

/** A stream of CloudWatch Logs there, which escapes what stands behind "#" twice, with "$" for "%" (inference). */
export function logUrlOf({ region, group, name }: LogStream): string {
  const escaped = (text: string) => encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$');
  const place = `log-group/${escaped(group)}/log-events/${escaped(name)}`;
  return `https://${consoleHostOf(region)}/cloudwatch/home?region=${region}#logsV2:log-groups/${place}`;
}
