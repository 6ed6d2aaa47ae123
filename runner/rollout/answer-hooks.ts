import { EcsCdError } from '../errors';
import type { FollowContext, FollowEffects } from './follow-context';
import { serviceDeploymentReader } from './service-deployment';
import type { Gate } from './state/gate';

export type Answer = 'CONTINUE' | 'ROLLBACK';

/** Answers the hooks of a gate. The IDs of those that took it: none where somebody else, or their time, was first. */
export async function answerHooks(
  { deployment, stage = '', hooks }: Gate,
  answer: Answer,
  { ecs, log, interruption }: FollowEffects,
): Promise<ReadonlySet<string>> {
  const answered = new Set<string>();
  for (const { hookId } of hooks) {
    if (interruption.aborted) break;
    if (!(await ecs.continueServiceDeployment(deployment, hookId, answer))) continue;
    answered.add(hookId);
    log.line(`gate        ${stage}: told ECS to ${verbs[answer]} (hook ${hookId})`);
    // One is enough (AWS docs).
    if (answer === 'ROLLBACK') break;
  }
  return answered;
}

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
