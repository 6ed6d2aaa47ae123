import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { EcsCdError, orElse } from '../errors';
import { poll } from '../poll';
import { familyRevisionOf } from '../names/arn';
import type { HistoryEffects } from '../ecs/history';
import {
  isBehind,
  isUnfinished,
  newestFirst,
  othersDeploymentOf,
  primaryOf,
  rolledBackDeploymentOf,
} from '../ecs/deployments';
import type { Clock } from '../clock';
import type { JobEnd } from '../settings/job-end';

const pollMs = 5_000;
const takenBackSeconds = 15 * 60;

export interface WaitEffects extends HistoryEffects {
  readonly clock: Clock;
  readonly interruption: AbortSignal;
  readonly jobEnd?: JobEnd | undefined;
}

interface Patience {
  /** ARN of the revision that is to be deployed; undefined where it is not registered yet. */
  readonly taskDefinition: string | undefined;
  /** For how long a deployment of something else is waited for; undefined where it is not. */
  readonly othersSeconds: number | undefined;
}

/**
 * The service once nobody is taking another revision back any more: until then no deployment is completed, so a new one
 * could neither be rolled back nor start tasks (AWS docs), and what served last is not known. The same object as before
 * where there was nothing to wait for.
 */
export async function waitForOtherDeployment(
  service: Service,
  patience: Patience,
  effects: WaitEffects,
): Promise<Service> {
  const wait = waitOf(service, patience);
  if (!wait) return service;
  effects.log.line(`waiting     ${wait.text}`);
  const start = effects.clock.now();
  const first = { state: service, waitMs: pollMs };
  const waited = await poll<Service, Service | undefined, Service>(effects, first, {
    // Where AWS does not answer now there is time to ask again.
    read: () =>
      orElse(effects.ecs.describeService(), (error) => {
        if (error.verdict === 'try-again') return undefined;
        throw error;
      }),
    step(before, current = before) {
      const left = waitOf(current, patience);
      if (!left) return { end: current };
      const now = effects.clock.now();
      const isJobOver = now >= (effects.jobEnd?.leaveAt ?? Infinity);
      if (!isJobOver && now < start + left.seconds * 1000) return { state: current, waitMs: pollMs };
      const limit = isJobOver ? `, and GitLab is about to end this job (${effects.jobEnd?.limit})` : '';
      throw new EcsCdError('rejected', `${left.overdue}${limit}; the service was not changed`, {
        fix: 'wait until the service is stable, then run the job again',
      });
    },
  });
  if ('end' in waited) return waited.end;
  throw new EcsCdError('cancelled', 'cancelled before the service was changed');
}

interface Wait {
  readonly text: string;
  readonly overdue: string;
  readonly seconds: number;
}

function waitOf(service: Service, { taskDefinition, othersSeconds }: Patience): Wait | undefined {
  const undone = takenBackDeploymentOf(service, taskDefinition);
  if (undone) {
    const name = nameOf(undone);
    return {
      text: `${name} is being taken back; nothing can be deployed before that has ended`,
      overdue: `taking ${name} back has not ended`,
      seconds: takenBackSeconds,
    };
  }
  const other = othersSeconds === undefined ? undefined : othersDeploymentOf(service, taskDefinition);
  if (!other || othersSeconds === undefined) return undefined;
  return {
    text: `for the end of ${nameOf(other)} (ECS_CD_IN_PROGRESS is wait)`,
    overdue: `${nameOf(other)} has not ended`,
    seconds: othersSeconds,
  };
}

function nameOf({ id = '', taskDefinition = '' }: Deployment): string {
  return `${id} of ${familyRevisionOf(taskDefinition)}`;
}

/**
 * A deployment of another revision that ECS rolls back, be it to the very one that is asked for, or that an update
 * replaces by an earlier one.
 */
function takenBackDeploymentOf(service: Service, taskDefinition: string | undefined): Deployment | undefined {
  const primary = primaryOf(service);
  if (!primary || !isUnfinished(primary, service)) return undefined;
  const isAsked = primary.taskDefinition === taskDefinition;
  const undone =
    rolledBackDeploymentOf(service) ??
    (isAsked
      ? undefined
      : newestFirst(service).find((each) => isBehind(primary.taskDefinition, each.taskDefinition)));
  return undone?.taskDefinition === taskDefinition ? undefined : undone;
}

/** Longer ago, somebody may have deployed since: a command has run, or another service was waited for. */
const justNowMs = 15_000;

/** The service as it is now, unless something else has been deployed since it was read. */
export async function stillAsRead(
  { service: before, readAt }: { readonly service: Service; readonly readAt: number },
  { ecs, clock }: Pick<WaitEffects, 'ecs' | 'clock'>,
): Promise<Service> {
  if (clock.now() - readAt < justNowMs) return before;
  const service = await ecs.describeService();
  const [was, primary] = [before, service].map(primaryOf);
  if (service && primary?.id === was?.id) return service;
  const now = `${primary?.id ?? 'none'} of ${familyRevisionOf(primary?.taskDefinition ?? '')}`;
  throw new EcsCdError('superseded', `its PRIMARY deployment is ${now} now; the service was not changed`, {
    fix: 'run the job again if that is not to stay',
  });
}
