import { expect } from 'chai';
import { nothingRecorded, withEvent, withLook, type LookRecord } from '../../runner/recording/recording';

const lookOf = (runningCount: number, more: Partial<LookRecord> = {}): LookRecord => ({
  subject: { deployment: 'ecs-svc/2', revision: 'web:2' },
  isGoingBack: false,
  service: { deployments: [{ id: 'ecs-svc/2', taskDefinition: 'arn/web:2', runningCount }] },
  record: undefined,
  ...more,
});

describe('the recording of a rollout', () => {
  it('keeps what changed, and what a look does not show as it was', () => {
    const record = { lifecycleStage: 'BAKE_TIME', targetServiceRevision: {} } as const;
    const looks = [lookOf(1), lookOf(1), lookOf(2, { record }), lookOf(3)];
    const { samples } = looks.reduce((all, look, at) => withLook(all, look, at), nothingRecorded);
    expect(samples.map(({ at, stage, tasks }) => [at, stage, tasks[0]?.running])).to.deep.equal([
      [0, undefined, 1],
      [2, 'BAKE_TIME', 2],
      [3, 'BAKE_TIME', 3],
    ]);
  });

  it('has the way back as a second part, and what serves after an update back', () => {
    const back = { subject: { deployment: 'ecs-svc/1', revision: 'web:1' } };
    for (const second of [lookOf(0, { isGoingBack: true, ...back }), lookOf(0, back)]) {
      const { legs } = [lookOf(1), second, second].reduce(
        (all, look, at) => withLook(all, look, at),
        nothingRecorded,
      );
      expect(legs.map(({ kind, revision, at }) => [kind, revision, at])).to.deep.equal([
        ['rollout', 'web:2', 0],
        ['rollback', 'web:1', 1],
      ]);
    }
  });

  it('stays small for a rollout of hours with 500 tasks, and has its beginning and its end', () => {
    let recording = nothingRecorded;
    for (let at = 0; at < 5_000; at += 1) {
      recording = withLook(recording, lookOf(at % 500), at);
      recording = withEvent(recording, { at, kind: 'news', text: `event ${at}` });
    }
    expect(JSON.stringify(recording).length).to.be.below(80_000);
    expect(recording.samples[0]?.at).to.equal(0);
    expect(recording.samples.at(-1)?.at).to.equal(4_999);
    expect(recording.events[0]?.at).to.equal(0);
    expect(recording.events.at(-1)?.at).to.equal(4_999);
    expect(recording.events.length + recording.eventsLeftOut).to.equal(5_000);
  });
});
