import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { isAwsErrorReply } from '../simulator/api';
import type { TaskOutcome } from '../simulator/ecs/scripted-tasks';
import type { ServiceFixture, FixtureOptions } from '../service-fixture';
import type { ExternalAction, FuzzCase } from './fuzz-case';

const targetGroup = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/0123456789abcdef';

export function fixtureOptionsOf({ service }: FuzzCase): FixtureOptions {
  const loadBalancers = [{ targetGroupArn: targetGroup, containerName: 'web', containerPort: 8080 }];
  return {
    desiredCount: service.desiredCount,
    configuration: configurationOf(service),
    ...(service.isLoadBalanced ? { service: { loadBalancers } } : {}),
  };
}

function configurationOf(service: FuzzCase['service']): DeploymentConfiguration {
  const { minimumHealthyPercent, maximumPercent, breaker, alarm, early, pause, bakeMinutes } = service;
  return {
    ...(minimumHealthyPercent === undefined ? {} : { minimumHealthyPercent }),
    ...(maximumPercent === undefined ? {} : { maximumPercent }),
    ...(breaker ? { deploymentCircuitBreaker: breakerOf(breaker) } : {}),
    ...(alarm ? { alarms: { alarmNames: ['errors'], enable: true, rollback: alarm.rollback } } : {}),
    ...(early
      ? {
          earlySuccessCriteria: {
            enable: true,
            healthyPercent: early.healthyPercent,
            sourceServiceRevisionCleanup: early.cleanup,
          },
        }
      : {}),
    ...(pause
      ? {
          lifecycleHooks: [
            {
              targetType: 'PAUSE',
              lifecycleStages: [pause.stage],
              timeoutConfiguration: { timeoutInMinutes: pause.timeoutMinutes, action: pause.action },
            },
          ],
        }
      : {}),
    ...(bakeMinutes === undefined ? {} : { bakeTimeInMinutes: bakeMinutes }),
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
export function outcomesOf({ newTasks, oldTasks }: FuzzCase): ServiceFixture['aws']['world']['outcomeOf'] {
  const started = { old: 0, new: 0 };
  return ({ taskDefinition }): TaskOutcome => {
    if (taskDefinition.startsWith('outside:')) return { kind: 'healthy' };
    const [which, outcomes] =
      taskDefinition === 'web:1' ? (['old', oldTasks] as const) : (['new', newTasks] as const);
    const outcome = outcomes[started[which] % outcomes.length];
    started[which] += 1;
    return outcome ?? { kind: 'healthy' };
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
