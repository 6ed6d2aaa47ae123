import type { Followed } from '../../../runner/ecs/deployments';
import { expect } from 'chai';
import type { Deployment, DeploymentConfiguration, Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import { rolloutStateOf, withReasonOf } from '../../../runner/rollout/state/rollout-state';

const start = Date.UTC(2026, 0, 1);
const at = (seconds: number) => new Date(start + seconds * 1000);
const followed: Followed = {
  deploymentId: 'ecs-svc/2',
  taskDefinition: 'app:2',
  createdAt: at(0),
};

const ours: Deployment = {
  id: 'ecs-svc/2',
  status: 'PRIMARY',
  taskDefinition: 'app:2',
  createdAt: at(0),
  rolloutState: 'IN_PROGRESS',
};
const before: Deployment = {
  id: 'ecs-svc/1',
  status: 'ACTIVE',
  taskDefinition: 'app:1',
  createdAt: at(-900),
  updatedAt: at(-800),
  rolloutState: 'COMPLETED',
};
const others: Deployment = {
  id: 'ecs-svc/3',
  status: 'PRIMARY',
  taskDefinition: 'app:3',
  createdAt: at(60),
  rolloutState: 'IN_PROGRESS',
};
const service = (...deployments: Deployment[]): Service => ({ status: 'ACTIVE', deployments });
const phase = (deployments: Deployment[], serviceDeployment?: ServiceDeployment) =>
  rolloutStateOf(followed, { service: service(...deployments), serviceDeployment }).phase;
const reason = (serviceDeployment: ServiceDeployment) => {
  const rollout = rolloutStateOf(followed, { service: service(ours, before), serviceDeployment });
  return 'reason' in rollout ? rollout.reason : '';
};

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
  it('is superseded when it stopped and a newer deployment is PRIMARY', () => {
    expect(
      phase([others, ours], { status: 'STOPPED', statusReason: 'Replaced by a new service deployment.' }),
    ).to.equal('superseded');
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
    expect(reason(record)).to.contain('circuit breaker').and.contain('3 failed tasks, threshold 3');
  });
  it('names the alarm that stopped it', () => {
    const alarms = { status: 'TRIGGERED' as const, alarmNames: ['a', 'b'], triggeredAlarmNames: ['b'] };
    expect(reason({ status: 'ROLLBACK_IN_PROGRESS', alarms })).to.match(/alarm went off: b/);
  });
  it('passes on the reason that ECS gives, whole', () => {
    expect(reason({ status: 'ROLLBACK_FAILED', statusReason: 'Something new.' })).to.equal('Something new.');
  });
});

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
  it('is superseded when PRIMARY is neither ours nor the one before', () => {
    expect(phase([others, ours])).to.equal('superseded');
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
    expect(rolloutStateOf(followed, { service: undefined }).phase).to.equal('service-gone');
    for (const status of ['DRAINING', 'INACTIVE']) {
      expect(
        rolloutStateOf(followed, { service: { status }, serviceDeployment: { status: 'SUCCESSFUL' } }).phase,
      ).to.equal('service-gone');
    }
  });
});
