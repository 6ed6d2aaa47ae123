import { expect } from 'chai';
import type { Fault } from '../simulator/protocol/faults';
import { handlerByTurns } from '../patience';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

const register = { operation: 'RegisterTaskDefinition' } as const;
const describeRevision = { operation: 'DescribeTaskDefinition' } as const;
const always = { times: Infinity } as const;
const bodies = ['', 'null', '{}', '[]', '{"taskDefinition":7}', '<p>Sign in</p>'];

describe('a revision of whose registration nobody knows', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  afterEach(() => fixture.close());

  const registered = () => fixture.changes().filter((change) => change === register.operation).length;
  const run = async (...faults: Fault[]) => {
    faults.forEach((fault) => fixture.aws.faults.add(fault));
    return fixture.deploy({ wire: { requestHandler: handlerByTurns(fixture.aws) } });
  };

  for (const [what, fault] of [
    // Eight times, were it only tried again.
    ['every reply is lost', { ...register, ...always, kind: 'lost-reply' }],
    ['every reply stops halfway', { ...register, ...always, kind: 'half-reply' }],
    ['a page of a proxy is answered', { ...register, ...always, kind: 'strange-page' }],
    ...bodies.map(
      (body) =>
        [
          `the answer is ${body || 'empty'}`,
          { ...register, ...always, kind: 'other-body', body: () => body },
        ] as const,
    ),
  ] as const satisfies readonly (readonly [string, Fault])[]) {
    it(`is found and deployed, and is the only one, where ${what}`, async () => {
      await exits(0, run(fault));
      expect(registered()).to.equal(1);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
    });
  }

  for (const kind of ['unavailable', 'refuse', 'throttle', 'concurrent-revisions'] as const) {
    it(`is registered again where it cannot be found: ${kind}`, async () => {
      const { exitCode, log } = await run({ ...register, kind });
      expect(exitCode, log).to.equal(0);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
    });
  }

  it('leaves one behind at most, where it cannot be looked for', async () => {
    const { exitCode, log } = await run(
      { ...register, ...always, kind: 'lost-reply' },
      { ...describeRevision, ...always, kind: 'unavailable', after: 1 },
    );
    expect(exitCode, log).to.equal(75);
    expect(registered()).to.equal(2);
    expect(fixture.changes()).to.not.include('UpdateService');
  });

  it('leaves one behind at most, where AWS shows the family as it was', async () => {
    let before: string | undefined;
    const { exitCode, log } = await run(
      { ...register, ...always, kind: 'lost-reply' },
      { ...describeRevision, ...always, kind: 'other-body', body: (answer) => (before ??= answer) },
    );
    expect(exitCode, log).to.equal(75);
    expect(registered()).to.equal(2);
  });

  it("is not taken for somebody else's, which is newer", async () => {
    fixture.aws.onCall(({ operation }) => {
      if (operation !== register.operation || registered() > 1) return;
      const [container] = [{ name: 'web', image: 'other', memory: 64 }];
      fixture.aws.world.registerTaskDefinition({ family: 'web', containerDefinitions: [container] });
    });
    const { exitCode, log } = await run({ ...register, kind: 'lost-reply' });
    expect(exitCode, log).to.equal(0);
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:4', healthyCount: 2 });
  });

  it('is tried on while AWS only answers that it cannot now', async () => {
    const { exitCode, log } = await run({ ...register, kind: 'unavailable', times: 4 });
    expect(exitCode, log).to.equal(0);
    expect(registered()).to.equal(1);
  });
});
