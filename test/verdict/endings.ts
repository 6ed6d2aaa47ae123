import type { Finding } from '../../runner/diagnosis/finding';
import { EcsCdError } from '../../runner/errors';
import type { RollbackPolicy } from '../../runner/recovery/rollback-policy';
import type { Ending } from '../../runner/rollout/state/ending';
import { outcomeOf, type RunEnd } from '../../runner/verdict/judge-run';

export const arnOf = (revision: number) =>
  `arn:aws:ecs:eu-central-1:123456789012:task-definition/web:${revision}`;
const about = { deploymentId: 'ecs-svc/2', taskDefinition: arnOf(2), createdAt: new Date(0) };
export const primary = { status: 'PRIMARY', runningCount: 1, desiredCount: 2 };
const service = { desiredCount: 2, deployments: [{ ...primary, runningCount: 2 }] };
export const backTo: RollbackPolicy = {
  kind: 'back-to',
  target: { taskDefinition: arnOf(1), isUpdatable: true },
};

export const serving: Extract<Ending, { kind: 'serving' }> = { kind: 'serving', service, unchecked: [] };
export const failed: Extract<Ending, { kind: 'failed' }> = { kind: 'failed', reason: 'tasks crash' };
export const hopeless: Ending = { kind: 'cannot-succeed', reason: 'no image' };
export const deadline = (phase: Extract<Ending, { kind: 'deadline' }>['phase']): Ending => ({
  kind: 'deadline',
  reason: 'not ready',
  phase,
});
export const rolledBack: Extract<Ending, { kind: 'rolled-back' }> = {
  kind: 'rolled-back',
  reason: 'an alarm went off',
  taskDefinition: arnOf(1),
  isEmpty: false,
  unchecked: [],
};
export const lost: Extract<Ending, { kind: 'lost-sight' }> = {
  kind: 'lost-sight',
  error: new EcsCdError('rejected', 'expired', { fix: 'log in' }),
};

export interface Given extends Partial<Pick<RunEnd, 'rollback' | 'policy'>> {
  readonly findings?: readonly Finding[];
}

export const judge = (ending: Ending, { rollback, policy = backTo, findings = [] }: Given = {}) =>
  outcomeOf({
    ending,
    rollback,
    policy,
    about,
    context: {
      diagnosis: { findings: () => findings },
      timeoutSeconds: 600,
      rollbackSeconds: 300,
    } as unknown as RunEnd['context'],
    interruption: AbortSignal.abort('SIGTERM'),
  });
