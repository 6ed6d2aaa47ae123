import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { bakingEnding, endingOf, endsAt, expectedIn } from '../../../runner/rollout/state/ending';
import type { RolloutState } from '../../../runner/rollout/state/rollout-state';
import { allMet, type Verification } from '../../../runner/rollout/state/verification';
import { followed, service } from '../follow-states';

const expected = { taskDefinition: followed.taskDefinition, deploymentId: followed.deploymentId };
const terms = { followed, expected, desiredCountBefore: 2 };
const verified: Verification = { ...allMet, unchecked: ['target health'] };
const unmet = { ...allMet, unmet: ['1 of 2 tasks are running', 'worker runs another image'] };
const [older, newer] = [new Date(-60_000), new Date(60_000)];
const ours: Deployment = { id: followed.deploymentId, status: 'PRIMARY', createdAt: followed.createdAt };
const before: Deployment = {
  id: 'ecs-svc/1',
  status: 'PRIMARY',
  taskDefinition: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/web:1',
  createdAt: older,
};
const others: Deployment = { ...before, id: 'ecs-svc/3', createdAt: newer };
const withPrimary = (deployment: Deployment, more: Partial<Service> = {}): Service => ({
  ...service,
  deployments: [deployment],
  ...more,
});
const rolledBack = { phase: 'rolled-back', reason: 'an alarm went off', fix: 'repair it' } as const;

describe('what has to be verified', () => {
  it('is ours once it is completed, and nothing before', () => {
    expect(expectedIn({ phase: 'completed' }, service, terms)).to.equal(expected);
    expect(expectedIn({ phase: 'in-progress' }, withPrimary(before), terms)).to.equal(undefined);
  });

  it('is what ECS put back', () => {
    expect(expectedIn(rolledBack, withPrimary(before), terms)).to.deep.equal({
      taskDefinition: before.taskDefinition,
      deploymentId: 'ecs-svc/1',
    });
  });

  it('is nothing where the service is gone', () => {
    expect(expectedIn(rolledBack, undefined, terms)).to.equal(undefined);
  });

  it('is nothing where ours is still PRIMARY, or another one is', () => {
    expect(expectedIn(rolledBack, withPrimary(ours), terms)).to.equal(undefined);
    expect(expectedIn(rolledBack, withPrimary(others), terms)).to.equal(undefined);
  });
});

describe('a reading of the followed deployment', () => {
  const endOf = (
    state: RolloutState,
    seen: Service | undefined = withPrimary(ours),
    { verification = verified, desiredCountBefore = 2 } = {},
  ) => endingOf(state, { service: seen }, verification, { ...terms, desiredCountBefore });

  it('is no end while it is in progress, and says how far it is', () => {
    const counted = { ...ours, runningCount: 1, desiredCount: 2, pendingCount: 3 };
    expect(endOf({ phase: 'in-progress' }, withPrimary(counted))).to.equal(
      '1 of 2 tasks are running, 3 pending',
    );
    expect(endOf({ phase: 'in-progress' }, withPrimary(before))).to.match(/in progress$/);
  });

  for (const phase of ['paused', 'rolling-back'] as const)
    it(`is no end while it is ${phase}, and says why`, () => {
      expect(endOf({ phase, reason: 'because' })).to.equal('because');
    });

  it('is an end at its gate where the run does not wait there', () => {
    const hook = { hookId: 'h1', status: 'AWAITING_ACTION' as const };
    const reading = { service, serviceDeployment: { lifecycleHookDetails: [hook] } };
    const state = { phase: 'paused', reason: 'because' } as const;
    const end = endingOf(state, reading, allMet, { ...terms, onPause: 'end' });
    expect(end).to.have.nested.property('gate.hooks[0].hookId', 'h1');
    expect(end).to.include({ kind: 'paused' });
    expect(endingOf(state, reading, allMet, terms)).to.equal('because');
  });

  it('that bakes is success where all that was expected is verified', () => {
    const seen = withPrimary(ours);
    expect(bakingEnding(seen, verified, terms)).to.deep.equal({
      kind: 'serving',
      service: seen,
      unchecked: ['target health'],
      baking: {},
    });
    expect(bakingEnding(seen, unmet, terms)).to.match(/^the bake time of ECS has begun, but 1 of 2 tasks/);
    expect(bakingEnding({ ...seen, desiredCount: 0 }, allMet, terms)).to.deep.equal({ kind: 'empty' });
  });

  for (const phase of ['failed', 'superseded', 'rollback-failed', 'service-gone'] as const)
    it(`is the end when it is ${phase}`, () => {
      expect(endOf({ phase, reason: 'because' })).to.deep.equal({ kind: phase, reason: 'because' });
    });

  it('is success only when all that was expected is verified', () => {
    const seen = withPrimary(ours);
    const end = endOf({ phase: 'completed' }, seen);
    expect(end).to.deep.equal({ kind: 'serving', service: seen, unchecked: ['target health'] });
    expect(endOf({ phase: 'completed' }, seen, { verification: unmet })).to.equal(
      'ECS calls the deployment completed, but 1 of 2 tasks are running, worker runs another image',
    );
  });

  it('is rolled back only when what was put back is verified', () => {
    const seen = withPrimary(before);
    expect(endOf(rolledBack, seen)).to.deep.equal({
      kind: 'rolled-back',
      reason: 'an alarm went off',
      fix: 'repair it',
      taskDefinition: before.taskDefinition,
      isEmpty: false,
      unchecked: ['target health'],
    });
    expect(endOf(rolledBack, seen, { verification: unmet })).to.match(
      /^ECS says it has rolled back, but 1 of/,
    );
    expect(endOf(rolledBack, withPrimary(ours))).to.match(/still PRIMARY$/);
  });

  it('is superseded when somebody deployed after the rollback', () => {
    const end = endOf(rolledBack, withPrimary(others));
    expect(end).to.have.property('kind', 'superseded');
    expect(end).to.have.property('reason', 'an alarm went off; then deployment ecs-svc/3 of web:1 came');
  });

  it('is nothing that serves when the desired count became 0, and as it was when it was 0 before', () => {
    const zero = { desiredCount: 0 };
    expect(endOf({ phase: 'completed' }, withPrimary(ours, zero))).to.deep.equal({ kind: 'empty' });
    expect(endOf(rolledBack, withPrimary(before, zero))).to.deep.equal({ kind: 'empty' });
    const asBefore = { desiredCountBefore: 0 };
    expect(endOf({ phase: 'completed' }, withPrimary(ours, zero), asBefore)).to.include({ kind: 'serving' });
    expect(endOf(rolledBack, withPrimary(before, zero), asBefore)).to.include({ isEmpty: true });
  });
});

describe('a gate', () => {
  const at = (
    lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT' | 'POST_SCALE_UP',
    more: { isRecordOld?: true } = {},
  ) => ({
    serviceDeployment: { lifecycleStage, lifecycleHookDetails: [{ status: 'AWAITING_ACTION' as const }] },
    ...more,
  });
  const cases: [string, Parameters<typeof endsAt>, boolean][] = [
    ['is waited at', [at('POST_TEST_TRAFFIC_SHIFT'), {}], false],
    ['ends a run that does not wait', [at('POST_SCALE_UP'), { onPause: 'end' }], true],
    [
      'ends a run that tests, once test traffic has come',
      [at('POST_TEST_TRAFFIC_SHIFT'), { endsAtTest: true }],
      true,
    ],
    ['ends no run that tests before that', [at('POST_SCALE_UP'), { endsAtTest: true }], false],
    [
      'ends no run where the record may be old',
      [at('POST_SCALE_UP', { isRecordOld: true }), { onPause: 'end' }],
      false,
    ],
  ];
  for (const [what, args, isEnd] of cases)
    it(what, () => expect(endsAt(...args) !== undefined).to.equal(isEnd));
});
