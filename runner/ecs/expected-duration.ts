import type { DeploymentConfiguration, Service } from '@aws-sdk/client-ecs';
import { minutesOf } from '../log/timeline';
import { isListener } from './service-address';

/** Time that ECS takes on purpose, whatever the release is like. */
export interface ExpectedDuration {
  /** Steps and bakes, which take their time: `9 steps of 6 min (LINEAR)`. */
  readonly waits: readonly { readonly what: string; readonly seconds: number }[];
  /** Until old tasks have drained: at most so long, and less where nobody is connected any more. */
  readonly drainSeconds: number;
}

/**
 * How long a deployment takes by the configuration of its service, apart from starting tasks: LINEAR's and CANARY's
 * steps with AWS's defaults, bakes, and the drain of old tasks (AWS docs, DeploymentConfiguration and target group
 * attributes). `drains` are the deregistration delays of its target groups, as far as they were seen.
 */
export function expectedDurationOf(service: Service, drains: readonly number[] = []): ExpectedDuration {
  const { deploymentConfiguration = {} } = service;
  const { strategy, bakeTimeInMinutes = 0 } = deploymentConfiguration;
  const { count, minutes } = stepWaitsOf(deploymentConfiguration);
  const steps =
    strategy === 'CANARY' ? `${minutes} min of canary` : `${count} steps of ${minutes} min (LINEAR)`;
  const waits = [
    { what: steps, seconds: count * minutes * 60 },
    { what: 'up to 10 min a stage (Network Load Balancer)', seconds: networkMinutesOf(service) * 60 },
    // Where alarms watch and no time was set, ECS chooses one that is under five minutes (AWS docs): not counted.
    { what: `${bakeTimeInMinutes} min of bakeTimeInMinutes`, seconds: bakeTimeInMinutes * 60 },
  ];
  return { waits: waits.filter(({ seconds }) => seconds > 0), drainSeconds: Math.max(0, ...drains) };
}

/** The waits between the steps of a traffic shift, with AWS's defaults; there is none after the step to 100 % (AWS docs). */
export function stepWaitsOf({
  strategy,
  linearConfiguration,
  canaryConfiguration,
}: DeploymentConfiguration): { readonly count: number; readonly minutes: number } {
  if (strategy === 'CANARY') return { count: 1, minutes: canaryConfiguration?.canaryBakeTimeInMinutes ?? 10 };
  if (strategy !== 'LINEAR') return { count: 0, minutes: 0 };
  const { stepPercent = 10, stepBakeTimeInMinutes = 6 } = linearConfiguration ?? {};
  return { count: Math.ceil(100 / stepPercent) - 1, minutes: stepBakeTimeInMinutes };
}

/**
 * Where ECS waits ten minutes for a Network Load Balancer, whose traffic follows its weights late. (AWS docs,
 * nlb-resources-for-blue-green; PRE_SCALE_UP in their older editions alone)
 */
export const networkStages: readonly (string | undefined)[] = [
  'PRE_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
];

/** The most that this comes to; each step of a shift has the last of these stages again. (inference) */
export function networkMinutesOf({ loadBalancers = [], deploymentConfiguration = {} }: Service): number {
  const isNetwork = loadBalancers.some((one) =>
    isListener(one.advancedConfiguration?.productionListenerRule ?? ''),
  );
  if (!isNetwork || (deploymentConfiguration.strategy ?? 'ROLLING') === 'ROLLING') return 0;
  return 10 * (networkStages.length + stepWaitsOf(deploymentConfiguration).count);
}

/** Where alarms are set and no bake time is, AWS chooses less than that (AWS docs). */
const alarmBakeMinutes = 5;

/** The longest that ECS may bake; 0 where it does not. */
export function bakeMinutesOf({ bakeTimeInMinutes, alarms }: DeploymentConfiguration): number {
  return bakeTimeInMinutes ?? (alarms?.enable ? alarmBakeMinutes : 0);
}

/** `takes` in a log and a plan; undefined where ECS takes no time on purpose. */
export function expectedDurationTextOf({ waits, drainSeconds }: ExpectedDuration): string | undefined {
  const seconds = mostSecondsOf({ waits, drainSeconds: 0 });
  const parts = [
    ...(seconds > 0
      ? [`${minutesOf(seconds)} by the service's configuration: ${waits.map(({ what }) => what).join(', ')}`]
      : []),
    ...(drainSeconds > 0 ? [`up to ${minutesOf(drainSeconds)} until old tasks have drained`] : []),
  ];
  return parts.length === 0 ? undefined : `${parts.join(', and ')}, besides starting its tasks`;
}

/** All of it. */
export function mostSecondsOf({ waits, drainSeconds }: ExpectedDuration): number {
  return waits.reduce((sum, wait) => sum + wait.seconds, drainSeconds);
}
