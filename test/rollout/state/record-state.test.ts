import type { Deployment, ServiceDeployment } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { rolloutStateOf } from '../../../runner/rollout/state/rollout-state';
import { at, before, followed, others, ours, phase, reason, service } from './rollout-readings';

describe('a rollout by its service deployment', () => {
  const expected = {
    PENDING: 'in-progress',
    IN_PROGRESS: 'in-progress',
    STOP_REQUESTED: 'in-progress',
    SUCCESSFUL: 'completed',
    STOPPED: 'failed',
    ROLLBACK_REQUESTED: 'in-progress',
    ROLLBACK_IN_PROGRESS: 'rolling-back',
    ROLLBACK_SUCCESSFUL: 'rolled-back',
    ROLLBACK_FAILED: 'rollback-failed',
  } as const;
  for (const [status, end] of Object.entries(expected)) {
    it(`is ${end} at ${status}`, () => {
      expect(phase([ours, before], { status: status as keyof typeof expected })).to.equal(end);
    });
  }

  it('is what the record says, whatever the list of deployments looks like by then', () => {
    const going = [
      { ...before, status: 'PRIMARY', updatedAt: at(100) },
      { ...ours, status: 'ACTIVE' },
    ];
    expect(phase(going)).to.equal('rolled-back');
    for (const status of ['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED'] as const)
      expect(phase(going, { status })).to.equal('in-progress');
    expect(phase(going, { status: 'RESTING' as 'PENDING' })).to.equal('rolled-back');
  });
  it('is what an old record says only where the list shows nothing newer', () => {
    const old = (deployments: Deployment[]) =>
      rolloutStateOf(followed, {
        service: service(...deployments),
        serviceDeployment: { status: 'ROLLBACK_IN_PROGRESS' },
        isRecordOld: true,
      }).phase;
    expect(old([ours, before])).to.equal('rolling-back');
    expect(old([{ ...ours, rolloutState: 'COMPLETED' }])).to.equal('completed');
  });

  it('is paused while a lifecycle hook waits for an answer, and says which and until when', () => {
    const hook = {
      hookId: 'h1',
      status: 'AWAITING_ACTION' as const,
      expiresAt: at(60),
      timeoutAction: 'ROLLBACK' as const,
    };
    const record: ServiceDeployment = { status: 'IN_PROGRESS', lifecycleHookDetails: [hook] };
    expect(phase([ours], record)).to.equal('paused');
    expect(reason(record)).to.contain('h1').and.contain('2026-01-01 00:01').and.contain('ECS rolls back');
  });
  it('is paused by no hook that runs or has ended', () => {
    for (const status of ['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'TIMED_OUT'] as const)
      expect(phase([ours], { status: 'IN_PROGRESS', lifecycleHookDetails: [{ status }] })).to.equal(
        'in-progress',
      );
  });
  it('is superseded when ECS says that it was replaced, though an old reading shows ours', () => {
    const statusReason = 'Replaced by a new service deployment.';
    expect(phase([ours, before], { status: 'STOPPED', statusReason })).to.equal('superseded');
  });
  it('is superseded when it stopped and a newer deployment is PRIMARY, whatever else ECS says', () => {
    const record = { status: 'STOPPED', statusReason: 'Something new.' } as const;
    const seen = rolloutStateOf(followed, { service: service(others, ours), serviceDeployment: record });
    expect(seen).to.deep.equal({
      phase: 'superseded',
      reason: 'deployment ecs-svc/3 of app:3 replaced ours',
    });
    expect(phase([ours], record)).to.equal('failed');
  });
  it('is superseded when it succeeded and a newer deployment is PRIMARY by now', () => {
    expect(phase([others], { status: 'SUCCESSFUL' })).to.equal('superseded');
  });
  it('is failed, not superseded, when the circuit breaker stopped it', () => {
    const record: ServiceDeployment = {
      status: 'STOPPED',
      deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
    };
    expect(phase([others, ours], record)).to.equal('failed');
    expect(reason(record)).to.equal('the deployment circuit breaker triggered (3 failed tasks, threshold 3)');
    const said = {
      ...record,
      deploymentCircuitBreaker: { status: 'TRIGGERED' as const },
      statusReason: 'Stopped.',
    };
    expect(reason(said)).to.equal('the deployment circuit breaker triggered: Stopped.');
  });
  it('names the alarm that stopped it', () => {
    const alarms = { status: 'TRIGGERED' as const, alarmNames: ['a', 'b'], triggeredAlarmNames: ['b'] };
    const status = 'ROLLBACK_IN_PROGRESS' as const;
    expect(reason({ status, alarms })).to.equal('a CloudWatch alarm went off: b');
    const both = { ...alarms, triggeredAlarmNames: ['a', 'b'] };
    expect(reason({ status, alarms: both, rollback: { reason: 'Alarm.' } })).to.equal(
      'a CloudWatch alarm went off: a, b (Alarm.)',
    );
  });
  it('has a fix where an alarm was it, since nothing else tells what that is about', () => {
    const fixIn = (record: ServiceDeployment) =>
      rolloutStateOf(followed, { service: service(before), serviceDeployment: record });
    const alarms = { status: 'TRIGGERED' as const, alarmNames: ['a'] };
    expect(fixIn({ status: 'ROLLBACK_SUCCESSFUL', alarms })).to.have.property('fix');
    expect(fixIn({ status: 'ROLLBACK_SUCCESSFUL' })).to.not.have.property('fix');
  });
  it('says so where ECS gives no reason', () => {
    expect(reason({ status: 'ROLLBACK_FAILED' })).to.equal('ECS says ROLLBACK_FAILED and gives no reason');
  });
  it('passes on the reason that ECS gives, whole', () => {
    expect(reason({ status: 'ROLLBACK_FAILED', statusReason: 'Something new.' })).to.equal('Something new.');
  });
});
