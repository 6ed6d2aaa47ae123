import { expect } from 'chai';
import { EcsCdError } from '../../../runner/errors';
import type { Ending } from '../../../runner/rollout/state/ending';
import { isLastingUnseen, lostSightOf, unseenOf } from '../../../runner/rollout/state/second-look';
import { rolledBack, serving } from '../../verdict/endings';
import { followed, service } from '../follow-states';

const withFailed = (failedTasks: number) => ({
  ...service,
  deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', failedTasks }],
});
const seen = (ending: Ending | undefined, failedTasks: number, earlier?: ReturnType<typeof unseenOf>) =>
  unseenOf(ending, withFailed(failedTasks), earlier, { followed, now: earlier ? 50_000 : 0 });

describe('a deployment that ECS calls over, and whose tasks cannot be asked', () => {
  it('is broken by a task that has failed, where that is not what a way back is for', () => {
    expect(seen(serving, 1)?.isBroken).to.equal(true);
    expect(seen(serving, 0)?.isBroken).to.equal(false);
    expect(seen(rolledBack, 1)?.isBroken).to.equal(false);
    expect(seen(rolledBack, 2, seen(rolledBack, 1))?.isBroken).to.equal(true);
    expect(seen(serving, 1, seen(serving, 1))?.isBroken, 'once broken').to.equal(true);
  });

  it('lasts from the first look, and is none where there is no ending or no service', () => {
    const later = seen(serving, 0, seen(serving, 0))!;
    expect(isLastingUnseen(later, 39_999)).to.equal(false);
    expect(isLastingUnseen(later, 40_000)).to.equal(true);
    expect(seen(undefined, 0)).to.equal(undefined);
    expect(unseenOf(serving, undefined, undefined, { followed, now: 0 })).to.equal(undefined);
  });

  it('is lost out of sight for the reason that there is', () => {
    const reasonOf = (missing: Parameters<typeof lostSightOf>[0]) => {
      const ending = lostSightOf(missing, service);
      return ending.kind === 'lost-sight' ? [ending.error.verdict, ending.error.message] : [];
    };
    expect(reasonOf(new EcsCdError('try-again', 'no answer'))).to.deep.equal(['try-again', 'no answer']);
    expect(reasonOf('1 of 2 run')).to.deep.equal(['needs-attention', '1 of 2 run']);
    expect(reasonOf(serving)).to.deep.equal(['needs-attention', 'serving']);
  });
});
