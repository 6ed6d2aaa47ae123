import { expect } from 'chai';
import { onceLogged } from '../log/once-logged';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';

describe('a release that lacks tasks at the end of its bake, for no fault of its own', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  afterEach(() => fixture.close());

  for (const [what, later, expected, words] of [
    [
      'is given the time to replace a task',
      { kind: 'healthy' },
      0,
      /02:2\d .*Spot[^]*03:[34]\d +bake time: over/,
    ],
    [
      'is left in place when one task after the other is one',
      { kind: 'spot-interruption', afterSeconds: 5 },
      7,
      /happened +web:2 was deployed, but some of its tasks were stopped from outside \(.*Spot/,
    ],
  ] as const) {
    it(`${what} that its surroundings took away at the end`, async () => {
      fixture.newTasks({ kind: 'spot-interruption', afterSeconds: 103 });
      const { exitCode, log } = await fixture.deploy({
        env: { ECS_CD_BAKE_TIME: '1m' },
        onLog: onceLogged(/bake time: web:2/, () => fixture.newTasks(later)),
      });
      expect(exitCode, log).to.equal(expected);
      expect(log).to.match(words);
      expect(fixture.changes()).to.have.length(2);
    });
  }

  it('is not undone because more tasks were asked for meanwhile than there is room for', async () => {
    const { world } = fixture.aws;
    const { exitCode, log } = await fixture.deploy({
      env: { ECS_CD_BAKE_TIME: '1m' },
      onLog: onceLogged(/bake time: web:2/, () => {
        world.setPlacementProblem('shop', 'web', '. Reason: Capacity is unavailable at this time.');
        world.updateService({ cluster: 'shop', service: 'web', desiredCount: 4 });
      }),
    });
    expect(exitCode, log).to.equal(7);
    expect(log).to.match(
      /happened +web:2 was deployed, but 2 of 4 tasks are running: more than 2 were asked for/,
    );
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
  });
});
