import { onAnything, type Asked } from './registry-authorizations';

const looks = ['TargetHealth', 'TargetGroups', 'TargetGroupAttributes', 'Rules', 'Listeners'] as const;

/** Of where requests come to a service; none of a load balancer is for a resource (AWS docs, Service Authorization Reference). */
export const addressAuthorizations: Readonly<Record<string, Asked>> = {
  ...Object.fromEntries(
    looks.map((what) => [
      `elasticloadbalancing.Describe${what}`,
      onAnything(`elasticloadbalancing:Describe${what}`),
    ]),
  ),
};

/** Of the machines of a cluster, which is named by its ARN. */
export const instanceAuthorizations: Readonly<Record<string, Asked>> = {
  'ecs.ListContainerInstances': ({ cluster }) => [
    { action: 'ecs:ListContainerInstances', resource: String(cluster) },
  ],
  'ecs.DescribeContainerInstances': ({ containerInstances }) =>
    (containerInstances as readonly string[]).map((resource) => ({
      ...{ action: 'ecs:DescribeContainerInstances', resource },
    })),
};
