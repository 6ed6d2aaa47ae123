import { expect } from 'chai';
import { EcsCdError } from '../../runner/errors';
import type { RollbackPolicy } from '../../runner/recovery/rollback-policy';
import type { Ending } from '../../runner/rollout/state/ending';
import { nextStepOf } from '../../runner/verdict/unhandled-ending';

const target = {
  taskDefinition: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/web:1',
  isUpdatable: true,
};
const failed: Ending = { kind: 'rollback-failed', reason: 'x' };
const crashed: Ending = { kind: 'failed', reason: 'x' };

describe('what somebody runs or presses who has to look after a service', () => {
  const cases: readonly (readonly [string, Ending, RollbackPolicy, string])[] = [
    ['names the revision to go back to', crashed, { kind: 'back-to', target }, 'ECS_CD_TO=web:1'],
    [
      'does not send back to what has failed as well',
      failed,
      { kind: 'back-to', target },
      'correct what keeps web:1 from serving',
    ],
    [
      'follows further what was not rolled back in time',
      { kind: 'deadline', phase: 'in-progress', reason: 'x' },
      { kind: 'off' },
      'run the job again to follow it further',
    ],
    [
      'follows what goes on after the job',
      { kind: 'job-limit', phase: 'in-progress', reason: 'x', limit: 'x' },
      { kind: 'back-to', target },
      'ecs-cd follow',
    ],
    [
      'asks for a revision where none is known',
      failed,
      { kind: 'no-target' },
      'a revision that served before',
    ],
    [
      'leads from a rollback to where it came from',
      crashed,
      { kind: 'by-hand', from: target.taskDefinition },
      'run the rollback job with ECS_CD_TO=web:1',
    ],
    [
      'does not lead from a rollback to itself',
      failed,
      { kind: 'by-hand', from: target.taskDefinition.replace(/1$/, '2') },
      'a revision that served before',
    ],
    [
      'follows what could not be seen any more',
      { kind: 'lost-sight', error: new EcsCdError('rejected', 'denied') },
      { kind: 'back-to', target },
      'it follows the deployment and starts no other',
    ],
    [
      'asks for tasks where there are none',
      { kind: 'empty' },
      { kind: 'back-to', target },
      'set the desired count',
    ],
    [
      'asks for container instances where the service is a daemon',
      { kind: 'empty', service: { schedulingStrategy: 'DAEMON' } },
      { kind: 'back-to', target },
      'add container instances',
    ],
    [
      'has the service made again that is gone',
      { kind: 'service-gone', reason: 'x' },
      { kind: 'back-to', target },
      'create the service again',
    ],
  ];
  for (const [what, ending, policy, words] of cases) {
    it(what, () => expect(nextStepOf({ ending, rollback: undefined }, policy, 'web:2')).to.contain(words));
  }

  it('goes by how the rollback ended, where there was one', () => {
    const after = (rollback: Ending) =>
      nextStepOf({ ending: crashed, rollback }, { kind: 'back-to', target }, 'web:2');
    for (const kind of ['failed', 'cannot-succeed', 'rollback-failed'] as const)
      expect(after({ kind, reason: 'x' }), kind).to.match(/^correct what keeps web:1 from serving/);
    expect(after({ kind: 'superseded', reason: 'x' })).to.match(/^run the rollback job with ECS_CD_TO=web:1/);
  });

  it('continues a way back that a gate holds, that of an earlier run as well', () => {
    const paused: Ending = { kind: 'paused', gate: { deployment: 'arn', stage: undefined, hooks: [] } };
    for (const [ending, rollback, policy] of [
      [crashed, paused, { kind: 'back-to', target }],
      [paused, undefined, { kind: 'going-back' }],
    ] as const)
      expect(nextStepOf({ ending, rollback }, policy, 'web:2')).to.contain('ECS_CD_DEPLOYMENT=arn');
  });
});
