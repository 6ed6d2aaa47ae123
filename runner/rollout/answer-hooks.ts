import { isRefusedAtOnce } from '../aws/aws-error';
import { EcsCdError, orElse } from '../errors';
import type { FollowContext, FollowEffects } from './follow-context';
import { serviceDeploymentReader } from './service-deployment';
import type { Gate } from './state/gate';

export type Answer = 'CONTINUE' | 'ROLLBACK';

/** Answers the hooks of a gate. The IDs of those that took it: none where somebody else, or their time, was first. */
export async function answerHooks(
  { deployment, stage = '', hooks }: Gate,
  answer: Answer,
  effects: FollowEffects,
): Promise<ReadonlySet<string>> {
  const { ecs, log, interruption } = effects;
  const answered = new Set<string>();
  for (const { hookId } of hooks) {
    if (interruption.aborted) break;
    const isTaken = await orElse(ecs.continueServiceDeployment(deployment, hookId, answer), async (error) => {
      if (await isTakenAllTheSame(error, { deployment, hookId }, effects)) return true;
      if (answered.size === 0) throw error;
      // Its verdict may be one of those that say that nothing was changed.
      const taken = answered.size === 1 ? '1 was' : `${answered.size} were`;
      throw unclear(`of ${hooks.length} hooks that waited ${taken} answered`, error, effects);
    });
    if (!isTaken) continue;
    answered.add(hookId);
    log.line(`gate        ${stage}: told ECS to ${verbs[answer]} (hook ${hookId})`);
    // One is enough (AWS docs).
    if (answer === 'ROLLBACK') break;
  }
  return answered;
}

/** An answer that ECS has taken shows within seconds (inference). */
const showsMs = 5_000;

/** Whether a hook waits no more of which AWS did not say, or something on the way, whether the answer has come. */
async function isTakenAllTheSame(
  error: EcsCdError,
  { deployment, hookId }: { readonly deployment: string; readonly hookId: string },
  effects: FollowEffects,
): Promise<boolean> {
  const { ecs, clock, interruption } = effects;
  if (isRefusedAtOnce(error) || error.verdict === 'cancelled') return false;
  await clock.sleep(showsMs, interruption);
  const record = await orElse(ecs.describeServiceDeployment(deployment), () => undefined);
  if (!record) throw unclear('whether ECS has taken it is not known', error, effects);
  const hook = record.lifecycleHookDetails?.find((one) => one.hookId === hookId);
  return hook?.status !== 'AWAITING_ACTION';
}

/** A cancelled job ends as that, whatever it has come to. */
const unclear = (what: string, cause: EcsCdError, { interruption }: FollowEffects) =>
  new EcsCdError(interruption.aborted ? 'cancelled' : 'needs-attention', `${cause.message}; ${what}`, {
    fix: 'run this job again: it answers the hooks that wait still, and follows the deployment',
    cause,
  });

const verbs: Readonly<Record<Answer, string>> = { CONTINUE: 'go on', ROLLBACK: 'roll back' };

/** The same at the gate of the test traffic. Where ECS takes no answer, what then becomes of the deployment is followed. */
export async function answerAt(
  gate: Gate,
  answer: Answer,
  { progress }: FollowContext,
  effects: FollowEffects,
): Promise<ReadonlySet<string>> {
  try {
    const answered = await answerHooks(gate, answer, effects);
    if (answered.size === 0) progress.tell('no hook of the test traffic waits any more');
    return answered;
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    effects.log.warning(`${error.message}; ${error.fix ?? 'the hook keeps waiting'}`);
    return new Set();
  }
}

export function answeredContext(
  context: FollowContext,
  answered: ReadonlySet<string>,
  effects: FollowEffects,
): FollowContext {
  return { ...context, record: serviceDeploymentReader(context.followed, effects, answered) };
}
