import { expect } from 'chai';
import { busiestMinuteOf } from '../scenarios/calls';
import type { ServiceFixture } from '../service-fixture';
import { openLargeService, taskCount } from './large-service';
import { exits } from '../run';

describe('a service of 500 tasks, 3,000 deployments and 5,000 revisions', () => {
  let fixture: ServiceFixture;
  afterEach(() => fixture.close());

  const callsOf = (name: string) => fixture.aws.calls.filter(({ operation }) => operation === name);
  const updatedAt = () => callsOf('UpdateService')[0]?.at ?? NaN;
  /** Up to the verdict, which looks at every task once more. */
  const busiestMinute = () => {
    const { calls, clock } = fixture.aws;
    return busiestMinuteOf(
      calls.filter(({ at }) => at < clock.now()),
      updatedAt(),
    );
  };
  const callsInMinute = (minute: number) => {
    const from = updatedAt() + minute * 60_000;
    return fixture.aws.calls.filter(({ at }) => at >= from && at < from + 60_000).length;
  };

  it('is waited for with 12 calls a minute', async () => {
    fixture = await openLargeService('never-starts');
    await exits(6, fixture.deploy({ env: { ECS_CD_TIMEOUT: '4m' } }));
    expect([1, 2, 3].map(callsInMinute).filter((calls) => calls > 12)).to.deep.equal([]);
    expect(busiestMinute()).to.be.at.most(30);
  });

  it('is told of in one finding where all its tasks write megabytes and end, within the budget of calls', async () => {
    fixture = await openLargeService('crash');
    const { log } = await exits(6, fixture.deploy());
    expect(log)
      .to.contain(`${taskCount} tasks of web:5001: `)
      .and.contain('| GET /health 500 no DATABASE_URL');
    expect(log.length).to.be.below(10_000);
    expect(callsOf('GetLogEvents').length).to.be.at.most(3);
    expect(busiestMinute()).to.be.at.most(30);
  });
});
