import { awsErrorKindOf } from '../aws/aws-error-kind';
import type { Clients } from '../aws/clients/clients';
import type { Clock } from '../clock';
import { orElse } from '../errors';
import type { ScheduleName } from '../settings/checks/ecs-names';
import { ruleOf } from './rules-api';
import type { Schedule } from './schedule';
import { scheduleOf } from './scheduler-api';
import { runByRules, runBySchedules } from './cluster-schedules-api';

export type Schedules = ReturnType<typeof schedulesApi>;

const listLimitMs = 20_000;

export function schedulesApi(
  clients: Pick<Clients, 'scheduler' | 'eventBridge'>,
  { interruption, clock }: { readonly interruption: AbortSignal; readonly clock: Clock },
) {
  let scheduler: ReturnType<Clients['scheduler']> | undefined;
  let eventBridge: ReturnType<Clients['eventBridge']> | undefined;
  const options = () => ({ abortSignal: interruption, limit: clock.timeout(listLimitMs) });
  const schedulerOnce = () => (scheduler ??= clients.scheduler());
  const eventBridgeOnce = () => (eventBridge ??= clients.eventBridge());
  const readers = {
    schedule: (name: ScheduleName) => scheduleOf(name, schedulerOnce(), { abortSignal: interruption }),
    rule: (name: ScheduleName) => ruleOf(name, eventBridgeOnce(), options()),
  };
  return {
    /** Everything of that name: a schedule, a rule, both, or nothing. Who may look at one kind alone means that one. */
    async read(name: ScheduleName): Promise<readonly Schedule[]> {
      const found: Schedule[] = [];
      const denials: Error[] = [];
      for (const kind of name.kinds) {
        const one = await orElse(readers[kind]({ ...name, kinds: [kind] }), (error) => {
          if (awsErrorKindOf(error) !== 'denied') throw error;
          denials.push(error);
          return undefined;
        });
        if (one) found.push(one);
      }
      if (found.length === 0 && denials[0]) throw denials[0];
      return found;
    },
    /** What rules run in this cluster (an ARN), and schedules in any, whoever made them: each text names a task definition. */
    async inCluster(cluster: string): Promise<readonly string[]> {
      return [
        ...(await runByRules(cluster, eventBridgeOnce(), options())),
        ...(await runBySchedules(schedulerOnce(), options())),
      ];
    },
  };
}
