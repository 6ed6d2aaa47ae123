import type { FollowEffects } from './follow-context';
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
