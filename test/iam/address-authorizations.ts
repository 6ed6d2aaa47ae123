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
