import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type { Deployment, ServiceDeployment } from '../model';

/** Percent of the traffic that the new revision is meant to get; the rest goes where it went before. */
export interface Traffic {
  readonly test: number;
  readonly production: number;
}

export const isRolling = ({ strategy = 'ROLLING' }: DeploymentConfiguration): boolean =>
  strategy === 'ROLLING';

/** (AWS docs) the defaults as well. */
const stepBakeMinutesOf = ({
  strategy,
  linearConfiguration,
  canaryConfiguration,
}: DeploymentConfiguration) =>
  strategy === 'LINEAR'
    ? (linearConfiguration?.stepBakeTimeInMinutes ?? 6)
    : (canaryConfiguration?.canaryBakeTimeInMinutes ?? 10);

/** Some of the traffic is where it shall be, and the rest follows after a wait. */
export const isBetweenSteps = ({ configuration, traffic: { production } }: ServiceDeployment): boolean =>
  production > 0 && production < 100 && stepBakeMinutesOf(configuration) > 0;

interface Step {
  readonly percent: number;
  /** After it, before the next one; none after 100 %. */
  readonly bakeMinutes: number;
}

export function nextStep({ configuration, traffic }: ServiceDeployment): Step {
  const { strategy, linearConfiguration = {}, canaryConfiguration = {} } = configuration;
  const bakeMinutes = stepBakeMinutesOf(configuration);
  const from = traffic.production;
  if (strategy === 'LINEAR') {
    return stepTo(from + (linearConfiguration.stepPercent ?? 10), bakeMinutes);
  }
  if (strategy === 'CANARY' && from === 0) {
    return stepTo(canaryConfiguration.canaryPercent ?? 5, bakeMinutes);
  }
  return stepTo(100, 0);
}

function stepTo(percent: number, bakeMinutes: number): Step {
  // Ten steps of 10.1 % end at 100, and so do three of 33.4 %.
  const rounded = Math.min(100, Math.round(percent * 10) / 10);
  return { percent: rounded, bakeMinutes: rounded === 100 ? 0 : bakeMinutes };
}

/** The revision that had the traffic when the deployment began. */
export const servedBefore = ({ sources, rollback }: ServiceDeployment): Deployment | undefined =>
  rollback?.to ?? sources.find(({ rolloutState }) => rolloutState === 'COMPLETED') ?? sources[0];

/** What a revision is meant to get; a ROLLING deployment shifts no traffic and shows no weights. (inference) */
export function weightsOf(record: ServiceDeployment, deployment: Deployment) {
  if (isRolling(record.configuration)) return {};
  const { test, production } = record.traffic;
  const shares =
    deployment === record.target
      ? [test, production]
      : deployment === servedBefore(record)
        ? [100 - test, 100 - production]
        : [0, 0];
  const [requestedTestTrafficWeight, requestedProductionTrafficWeight] = shares;
  return { requestedTestTrafficWeight, requestedProductionTrafficWeight };
}
