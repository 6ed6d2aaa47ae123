import type { Problem } from '../errors';
import { arnPartsOf } from '../names/arn';
import type { EcsName } from './checks/ecs-names';
import { type Inputs, subjectOf, textOf } from './fields';
import type { VariableName } from './variables/variables';

interface Whereabouts {
  readonly region: string | undefined;
  readonly cluster: EcsName | undefined;
  readonly service: EcsName | undefined;
  /** The only account in which anything may be changed. */
  readonly accountId?: string | undefined;
  /** The role that changes something there. */
  readonly roleArn?: string | undefined;
}

/** Names that are good alone, but mean two different places. */
export function disagreementsOf(
  { region, cluster, service, ...allowed }: Whereabouts,
  inputs: Inputs,
): readonly Problem[] {
  const ofRegion = subjectOf(inputs, 'AWS_DEFAULT_REGION');
  const ofCluster = subjectOf(inputs, 'CLUSTER_NAME');
  const subject = subjectOf(inputs, 'SERVICE_NAME');
  const misplaced = (
    [
      [ofCluster, 'cluster', cluster],
      [subject, 'service', service],
    ] as const
  ).flatMap(([name, kind, { region: own } = {}]): Problem | never[] => {
    if (!own || !region || own === region) return [];
    const fix = `set ${ofRegion} to ${own}, or name a ${kind} in ${region}`;
    return { subject: name, message: `the ${kind} is in ${own}, but ${ofRegion} says ${region}`, fix };
  });
  const elsewhere: Problem[] = [];
  if (cluster && service?.cluster !== undefined && service.cluster !== cluster.name) {
    const message = `the service is in the cluster ${service.cluster}, but ${ofCluster} says ${cluster.name}`;
    const fix = `set ${ofCluster} to ${service.cluster}, or name a service in ${cluster.name}`;
    elsewhere.push({ subject, message, fix });
  }
  if (service?.account && cluster?.account && service.account !== cluster.account) {
    const message = `the service is in the account ${service.account}, the cluster in ${cluster.account}`;
    elsewhere.push({ subject, message, fix: 'take both from the same account' });
  }
  return [...misplaced, ...forbiddenBy({ cluster, service, ...allowed }), ...elsewhere];
}

function forbiddenBy({ cluster, service, accountId, roleArn = '' }: Omit<Whereabouts, 'region'>): Problem[] {
  const accounts = [cluster?.account, service?.account, arnPartsOf(roleArn)?.accountId];
  const foreign = accounts.find((each) => each && accountId && each !== accountId);
  if (foreign === undefined) return [];
  const message = `allows only account ${accountId}, but an ARN of this job names account ${foreign}`;
  const fix = `set it to ${foreign}, or correct that ARN (CLUSTER_NAME, SERVICE_NAME, ECS_CD_ROLE_ARN or ECS_CD_CHAINED_ROLE_ARN)`;
  return [{ subject: 'ECS_CD_ACCOUNT_ID', message, fix }];
}

/** What a run cannot see to that goes while ECS bakes, and may still take the release back. */
export function tooEarlyIn(
  inputs: Inputs,
  waitUntil: string | undefined,
  seconds: number | undefined,
): readonly Problem[] {
  if (waitUntil !== 'baking') return [];
  const nameOf = (name: VariableName) => subjectOf(inputs, name);
  const subject = nameOf('ECS_CD_WAIT_UNTIL');
  const [time, run, schedules] = [
    nameOf('ECS_CD_BAKE_TIME'),
    nameOf('ECS_CD_RUN_AFTER'),
    nameOf('ECS_CD_SCHEDULES'),
  ];
  const problem = (when: string, fix: string) => ({ subject, message: `baking ends the run ${when}`, fix });
  const stays = `when ECS begins to bake, but ${time} asks it to stay for ${seconds}s`;
  const serves = `before the release serves for good, which ${run} waits for`;
  const goesBack = `while ECS may take the release back, which ${schedules} would run then`;
  const isSet = (name: VariableName) => textOf(inputs, name) !== undefined;
  return [
    seconds ? problem(stays, `set ${time} to 0s, or ${subject} to completed`) : [],
    isSet('ECS_CD_RUN_AFTER') ? problem(serves, `set ${subject} to completed, or leave ${run} empty`) : [],
    isSet('ECS_CD_SCHEDULES')
      ? problem(goesBack, `set ${subject} to completed, or leave the schedules out`)
      : [],
  ].flat();
}
