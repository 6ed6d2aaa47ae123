import { expect } from 'chai';
import { dotenvOf } from '../../runner/report/verdict-report';

describe('what a job hands on of several gates', () => {
  it('is in the order of the services, or not at all where one of them has none', () => {
    const outcomeAt = (number: number, expiresAt?: Date) => {
      const hooks = [{ hookId: `hook-${number}`, expiresAt, timeoutAction: 'ROLLBACK' as const }];
      const gate = { deployment: `arn-${number}`, stage: 'PRE_SCALE_UP', hooks };
      return { verdict: 'paused' as const, happened: 'it waits', findings: [], gate };
    };
    const services = [
      { name: 'web', outcome: outcomeAt(1, new Date(0)) },
      { name: 'worker', outcome: outcomeAt(2) },
    ];
    const outputs = dotenvOf({ verdict: 'paused', happened: 'both wait', findings: [], services }, {});
    expect(outputs).to.deep.equal({
      ECS_CD_VERDICT: 'paused',
      ECS_CD_DEPLOYMENT: 'arn-1,arn-2',
      ECS_CD_PAUSE_STAGE: 'PRE_SCALE_UP,PRE_SCALE_UP',
      ECS_CD_PAUSE_HOOK: 'hook-1,hook-2',
      ECS_CD_PAUSE_THEN: 'ROLLBACK,ROLLBACK',
    });
  });
});
