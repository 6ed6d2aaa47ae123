import { lastSegmentOf } from '../names/arn';

/** The service's page in the AWS console, for the "open" button of GitLab's environment. */
export function consoleUrlOf({
  region,
  cluster,
  service,
}: {
  region: string;
  cluster: string;
  service: string;
}): string {
  const host = region.startsWith('cn-')
    ? 'console.amazonaws.cn'
    : region.startsWith('us-gov-')
      ? 'console.amazonaws-us-gov.com'
      : `${region}.console.aws.amazon.com`;
  const path = `clusters/${lastSegmentOf(cluster)}/services/${lastSegmentOf(service)}/health`;
  return `https://${host}/ecs/v2/${path}?region=${region}`;
}
