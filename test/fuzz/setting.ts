import type { DeploymentConfiguration, DeploymentLifecycleHook } from '@aws-sdk/client-ecs';
import { isAwsErrorReply } from '../simulator/api';
import type { TaskOutcome } from '../simulator/ecs/tasks/scripted-tasks';
import { expressMode } from '../scenarios/given/express';
import { networkShifted } from '../scenarios/given/shift';
import { loadBalanced, targetGroupNamed } from '../scenarios/given/givens';
import type { ServiceFixture, FixtureOptions } from '../service-fixture';
import { neighbour, type ExternalAction, type Front, type FuzzCase, type NativeStrategy } from './fuzz-case';

export const targetGroup = targetGroupNamed('web');

export function fixtureOptionsOf({ service }: FuzzCase): FixtureOptions {
  const { desiredCount, isLoadBalanced, beside, front } = service;
  return {
    desiredCount,
    ...(beside ? { beside: besideOf(beside) } : {}),
    configuration: configurationOf(service),
    ...(isLoadBalanced ? { service: loadBalanced } : {}),
    ...(front ? fronts[front] : {}),
  };
}

const { names = {}, service: expressService = {} } = expressMode;
const { loadBalancers } = expressService;
const fronts: Readonly<Record<Front, FixtureOptions>> = {
  network: { service: networkShifted },
  gateway: { service: { ...(loadBalancers && { loadBalancers }), isBehindGateway: true } },
  express: { names, service: expressService },
};

function configurationOf(service: FuzzCase['service']): DeploymentConfiguration {
  const { minimumHealthyPercent, maximumPercent, breaker, alarm, early, bakeMinutes, strategy } = service;
  return {
    ...(strategy ? strategyOf(strategy) : {}),
    ...hooksOf(service),
    ...(minimumHealthyPercent === undefined ? {} : { minimumHealthyPercent }),
    ...(maximumPercent === undefined ? {} : { maximumPercent }),
    ...(breaker ? { deploymentCircuitBreaker: breakerOf(breaker) } : {}),
    ...(alarm ? { alarms: { alarmNames: ['errors'], enable: true, rollback: alarm.rollback } } : {}),
    ...(early
      ? {
          earlySuccessCriteria: {
            enable: true,
            // ECS takes none below minimumHealthyPercent (AWS docs).
            healthyPercent: Math.max(early.healthyPercent, minimumHealthyPercent ?? 100),
            sourceServiceRevisionCleanup: early.cleanup,
          },
        }
      : {}),
    ...(bakeMinutes === undefined ? {} : { bakeTimeInMinutes: bakeMinutes }),
  };
}

function strategyOf(strategy: NativeStrategy): DeploymentConfiguration {
  if (strategy.kind === 'BLUE_GREEN') return { strategy: 'BLUE_GREEN' };
  const { kind, percent, stepMinutes } = strategy;
  return kind === 'LINEAR'
    ? { strategy: kind, linearConfiguration: { stepPercent: percent, stepBakeTimeInMinutes: stepMinutes } }
    : {
        strategy: kind,
        canaryConfiguration: { canaryPercent: percent, canaryBakeTimeInMinutes: stepMinutes },
      };
}

function hooksOf({ pause, lambda }: FuzzCase['service']): DeploymentConfiguration {
  const hooks: DeploymentLifecycleHook[] = [];
  if (pause) {
    const { stage, timeoutMinutes: timeoutInMinutes, action } = pause;
    const timeoutConfiguration = { timeoutInMinutes, action };
    hooks.push({ targetType: 'PAUSE', lifecycleStages: [stage], timeoutConfiguration });
  }
  if (lambda) hooks.push({ targetType: 'AWS_LAMBDA', lifecycleStages: [lambda.stage] });
  return hooks.length > 0 ? { lifecycleHooks: hooks } : {};
}

/** The neighbour, and what `web` has to do with it. */
function besideOf(kind: NonNullable<FuzzCase['service']['beside']>): NonNullable<FixtureOptions['beside']> {
  const image = 'public.ecr.aws/neighbour:1';
  return {
    container: { name: neighbour, image, essential: false },
    dependsOn: kind === 'init' ? [{ containerName: neighbour, condition: 'SUCCESS' }] : [],
  };
}

function breakerOf({ rollback, count }: NonNullable<FuzzCase['service']['breaker']>) {
  return {
    enable: true,
    rollback,
    ...(count === undefined ? {} : { thresholdConfiguration: { type: 'COUNT' as const, value: count } }),
  };
}

/** Each task that is started gets the next outcome of its kind. */
export function outcomesOf({
  newTasks,
  oldTasks,
  service: { front },
}: FuzzCase): ServiceFixture['aws']['world']['outcomeOf'] {
  const started = { old: 0, new: 0 };
  return ({ taskDefinition }): TaskOutcome => {
    if (taskDefinition.startsWith('outside:')) return { kind: 'healthy' };
    const [which, outcomes] =
      taskDefinition === 'web:1' ? (['old', oldTasks] as const) : (['new', newTasks] as const);
    const outcome = outcomes[started[which] % outcomes.length];
    started[which] += 1;
    if (outcome?.kind !== 'containers' || front !== 'express') return outcome ?? { kind: 'healthy' };
    const { web, ...beside } = outcome.containers;
    return { ...outcome, containers: { ...beside, ...(web && { Main: web }) } };
  };
}

const place = { cluster: 'shop', service: 'web' };

/** Somebody, or something, else does it. */
export function act(hand: ExternalAction, { aws: { world } }: ServiceFixture): void {
  try {
    switch (hand.does) {
      case 'deploy':
        return world.updateService({ ...place, taskDefinition: 'outside' });
      case 'redeploy':
        return world.updateService({ ...place, forceNewDeployment: true });
      case 'stop':
        return world.stopServiceDeployment('shop', 'web');
      case 'continue':
        return world.continueServiceDeployment('shop', 'web', 'CONTINUE');
      case 'refuse':
        return world.continueServiceDeployment('shop', 'web', 'ROLLBACK');
      case 'delete':
        return world.deleteService('shop', 'web');
      case 'forget':
        return world.forgetService('shop', 'web');
      case 'scale':
        return world.updateService({ ...place, desiredCount: hand.to });
      case 'alarm':
        return world.setAlarm('errors', hand.state);
      case 'capacity':
        return world.setPlacementProblem(
          'shop',
          'web',
          hand.isThere
            ? undefined
            : '. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.',
        );
    }
  } catch (error) {
    // Refused, because there is nothing (any more) to do it to.
    if (!isAwsErrorReply(error)) throw error;
  }
}
