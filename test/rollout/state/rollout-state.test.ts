import type { Deployment, DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { rolloutStateOf, withReasonOf } from '../../../runner/rollout/state/rollout-state';
import { at, before, followed, others, ours, phase, service } from './rollout-readings';

describe('a rollout by the deployments of the service', () => {
  it('is in progress while ours is PRIMARY and in progress', () => {
    expect(phase([ours, before])).to.equal('in-progress');
  });
  it('is completed when ours is PRIMARY and completed', () => {
    expect(phase([{ ...ours, rolloutState: 'COMPLETED' }])).to.equal('completed');
  });
  it('is failed when ours is PRIMARY and failed', () => {
    expect(phase([{ ...ours, rolloutState: 'FAILED' }, before])).to.equal('failed');
  });

  const alarms = { alarmNames: ['errors'], enable: true, rollback: true };
  const goingBack: [string, DeploymentConfiguration, boolean][] = [
    ['the circuit breaker rolls back', { deploymentCircuitBreaker: { enable: true, rollback: true } }, true],
    ['it does not', { deploymentCircuitBreaker: { enable: true, rollback: false } }, false],
    ['it is not enabled', { deploymentCircuitBreaker: { enable: false, rollback: true } }, false],
    ['alarms roll back', { alarms }, true],
    ['they do not', { alarms: { ...alarms, rollback: false } }, false],
    ['they are not enabled', { alarms: { ...alarms, enable: false } }, false],
  ];
  for (const [when, deploymentConfiguration, isWaitedFor] of goingBack) {
    it(`is ${isWaitedFor ? 'still in progress' : 'failed'} when ours failed and ${when}`, () => {
      const deployments = [{ ...ours, rolloutState: 'FAILED' as const }, before];
      const seen = { status: 'ACTIVE', deployments, deploymentConfiguration };
      expect(rolloutStateOf(followed, { service: seen }).phase).to.equal(
        isWaitedFor ? 'in-progress' : 'failed',
      );
      // There is nothing to go back to.
      const first = { ...seen, deployments: deployments.slice(0, 1) };
      expect(rolloutStateOf(followed, { service: first }).phase).to.equal('failed');
    });
  }

  it('is in progress when an old reading does not show ours yet', () => {
    expect(phase([{ ...before, status: 'PRIMARY' }])).to.equal('in-progress');
  });
  it('is rolling back when ours failed and the one before is PRIMARY again', () => {
    const promoted: Deployment = { ...before, status: 'PRIMARY', rolloutState: 'IN_PROGRESS' };
    expect(phase([promoted, { ...ours, status: 'ACTIVE', rolloutState: 'FAILED' }])).to.equal('rolling-back');
  });
  it('is rolled back when the one before was promoted after ours began and has completed', () => {
    expect(phase([{ ...before, status: 'PRIMARY', updatedAt: at(100) }])).to.equal('rolled-back');
  });
  it('needs a second look to be going back only where ours is not listed: an old reading shows the same', () => {
    const promoted = { ...before, status: 'PRIMARY', updatedAt: at(100) };
    const isUnsure = (...deployments: Deployment[]) =>
      'needsSecondLook' in rolloutStateOf(followed, { service: service(...deployments) });
    for (const rolloutState of ['IN_PROGRESS', 'COMPLETED'] as const) {
      expect(isUnsure({ ...promoted, rolloutState })).to.equal(true);
      expect(isUnsure({ ...promoted, rolloutState }, { ...ours, status: 'ACTIVE' })).to.equal(false);
    }
  });
  it('gives the reason of what failed, of its way back, or the one that was known before', () => {
    const promoted = { ...before, status: 'PRIMARY', updatedAt: at(100) };
    const why = { ...ours, status: 'ACTIVE', rolloutStateReason: 'tasks failed' };
    expect(rolloutStateOf(followed, { service: service(promoted, why) })).to.include({
      reason: 'tasks failed',
    });
    const goingBack = {
      ...promoted,
      rolloutState: 'IN_PROGRESS' as const,
      rolloutStateReason: 'rolling back',
    };
    expect(rolloutStateOf(followed, { service: service(goingBack, why) })).to.include({
      reason: 'rolling back',
    });
    const forgotten = rolloutStateOf(followed, { service: service(promoted) });
    const known = { phase: 'rolling-back', reason: 'an alarm went off' } as const;
    expect(withReasonOf(known, forgotten)).to.include({ phase: 'rolled-back', reason: 'an alarm went off' });
    expect(withReasonOf({ phase: 'in-progress' }, forgotten)).to.equal(forgotten);
    const said = { phase: 'failed', reason: 'its own' } as const;
    expect(withReasonOf(known, said)).to.equal(said);
  });
  it('is superseded when PRIMARY is neither ours nor the one before, as two looks show', () => {
    const seen = rolloutStateOf(followed, { service: service(others, ours) });
    expect(seen).to.include({ phase: 'superseded', needsSecondLook: true });
    const later = { ...followed, updatedAt: at(90) };
    expect(rolloutStateOf(later, { service: service(others, ours) })).to.include({
      needsSecondLook: 'much later',
    });
  });
  it('is failed by its own reason where ECS is to roll back only what something else fails', () => {
    const failed = (rolloutStateReason?: string) => ({
      ...ours,
      rolloutState: 'FAILED' as const,
      ...(rolloutStateReason ? { rolloutStateReason } : {}),
    });
    const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
    const seen = (reason?: string) =>
      rolloutStateOf(followed, {
        service: { ...service(failed(reason), before), deploymentConfiguration: breaker },
      });
    expect(seen('ECS deployment circuit breaker: tasks failed to start.').phase).to.equal('in-progress');
    const reason = 'alarm detected';
    expect(seen(reason)).to.deep.equal({ phase: 'failed', reason });
    expect(rolloutStateOf(followed, { service: service(failed()) })).to.include({
      reason: 'ECS gives no reason',
    });
  });
  it('is not superseded by a PRIMARY that is older than ours', () => {
    expect(phase([{ ...others, createdAt: at(-5) }])).to.equal('in-progress');
  });
  it('is judged by the counts where there is no rollout state, as behind a Classic Load Balancer', () => {
    const { rolloutState: _, ...stateless } = ours;
    expect(phase([{ ...stateless, desiredCount: 2, runningCount: 2 }])).to.equal('completed');
    expect(phase([{ ...stateless, desiredCount: 2, runningCount: 1 }])).to.equal('in-progress');
    expect(phase([{ ...stateless, desiredCount: 2, runningCount: 2 }, before])).to.equal('in-progress');
  });
});

describe('a service that is gone', () => {
  it('ends the rollout, whether it is missing, draining or inactive', () => {
    expect(rolloutStateOf(followed, { service: undefined })).to.deep.equal({
      ...{ phase: 'service-gone', reason: 'the service does not exist any more', needsSecondLook: true },
    });
    expect(rolloutStateOf(followed, { service: {} })).to.include({
      reason: 'the service is in no known state',
    });
    expect(rolloutStateOf(followed, { service: { status: 'DRAINING' } })).to.include({
      reason: 'the service is DRAINING',
    });
    for (const status of ['DRAINING', 'INACTIVE']) {
      expect(
        rolloutStateOf(followed, { service: { status }, serviceDeployment: { status: 'SUCCESSFUL' } }).phase,
      ).to.equal('service-gone');
    }
  });
});
