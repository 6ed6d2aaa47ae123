import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { rolloutStateOf, type Phase } from '../../../runner/rollout/state/rollout-state';
import { followed } from '../follow-states';

const serviceAt = (rolloutState: 'IN_PROGRESS' | 'COMPLETED'): Service => ({
  status: 'ACTIVE',
  deployments: [
    { id: followed.deploymentId, status: 'PRIMARY', createdAt: followed.createdAt, rolloutState },
  ],
});
const phaseOf = (service: Service, serviceDeployment: ServiceDeployment, isOld: boolean) =>
  rolloutStateOf(followed, { service, serviceDeployment, ...(isOld ? { isRecordOld: true } : {}) }).phase;

describe('a rollout whose service deployment', () => {
  const newer = 'BRAND_NEW' as 'PENDING';
  const cases: [string, Parameters<typeof phaseOf>, Phase][] = [
    [
      'has a status that nobody knows yet is waited out',
      [serviceAt('IN_PROGRESS'), { status: newer }, false],
      'in-progress',
    ],
    [
      'has such a status ends where the service says so',
      [serviceAt('COMPLETED'), { status: newer }, false],
      'completed',
    ],
    [
      'goes on is not over, whatever the service says',
      [serviceAt('COMPLETED'), { status: 'IN_PROGRESS' }, false],
      'in-progress',
    ],
    [
      'cannot be read ends where the service says so',
      [serviceAt('COMPLETED'), { status: 'IN_PROGRESS' }, true],
      'completed',
    ],
    [
      'cannot be read is what it was while the service has no news',
      [serviceAt('IN_PROGRESS'), { status: 'ROLLBACK_IN_PROGRESS' }, true],
      'rolling-back',
    ],
  ];
  for (const [what, reading, phase] of cases)
    it(what, () => {
      expect(phaseOf(...reading)).to.equal(phase);
    });
});
