import { expect } from 'chai';
import { firstHookOf, gateIn, gateTextOf } from '../../../runner/rollout/state/gate';

const at = (minute: number) => new Date(Date.UTC(2026, 4, 19, 14, minute));
const hook = (hookId: string, minute?: number, timeoutAction?: 'CONTINUE' | 'ROLLBACK') => ({
  status: 'AWAITING_ACTION' as const,
  hookId,
  ...(minute === undefined ? {} : { expiresAt: at(minute) }),
  ...(timeoutAction ? { timeoutAction } : {}),
});
const gateOf = (...hooks: ReturnType<typeof hook>[]) =>
  gateIn({ lifecycleStage: 'POST_SCALE_UP', lifecycleHookDetails: hooks })!;

describe('the gate that a deployment waits at', () => {
  it('has the ARN of the record, its stage and share, and the hooks that wait', () => {
    const lifecycleHookDetails = [hook('a'), { ...hook('b'), status: 'SUCCEEDED' as const }];
    const record = {
      serviceDeploymentArn: 'arn',
      targetServiceRevision: { requestedProductionTrafficWeight: 5 },
    };
    expect(gateIn({ ...record, lifecycleStage: 'POST_SCALE_UP', lifecycleHookDetails })).to.deep.equal({
      ...{ deployment: 'arn', stage: 'POST_SCALE_UP', production: 5 },
      hooks: [{ hookId: 'a', expiresAt: undefined, timeoutAction: 'ROLLBACK' }],
    });
    expect(gateIn({ lifecycleStage: 'POST_SCALE_UP' })).to.equal(undefined);
  });

  it('goes by the hook whose time is over first; one without an end comes last', () => {
    const hooks = [hook('a'), hook('b', 32), hook('c', 31), hook('d')];
    expect(firstHookOf(gateOf(...hooks))?.hookId).to.equal('c');
    expect(firstHookOf(gateOf(...hooks.toReversed()))?.hookId).to.equal('c');
  });

  it('is told in one line', () => {
    const until = ' until 2026-05-19 14:32 UTC, then ECS';
    for (const [hooks, text] of [
      [[hook('a', 32)], `hook a waits${until} rolls back`],
      [[hook('a', 32, 'CONTINUE')], `hook a waits${until} goes on`],
      [[hook('a'), hook('b', 32)], `hooks a, b wait${until} rolls back`],
      [[hook('a')], 'hook a waits'],
    ] as const)
      expect(gateTextOf(gateOf(...hooks))).to.equal(`at POST_SCALE_UP: ${text}`);
    expect(gateTextOf({ ...gateOf(hook('a')), stage: undefined })).to.match(/^at a gate: /);
  });
});
