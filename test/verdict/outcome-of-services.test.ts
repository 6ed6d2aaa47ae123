import { expect } from 'chai';
import type { Verdict } from '../../runner/errors';
import { type Outcome, outcomeOfServices } from '../../runner/verdict/outcome';

const of = (...verdicts: readonly (Verdict | undefined)[]) =>
  outcomeOfServices(
    verdicts.map((verdict, index) => ({
      name: `s${index + 1}`,
      outcome: verdict && { verdict, happened: verdict, findings: [] },
    })),
    'all of them serve',
  );

describe('the verdict of several services', () => {
  const cases: [readonly (Verdict | undefined)[], Verdict, RegExp][] = [
    [['succeeded', 'succeeded'], 'succeeded', /^all of them serve$/],
    [['succeeded', undefined], 'needs-attention', /s2 not begun: they run different releases/],
    [['succeeded', 'rejected'], 'needs-attention', /different releases/],
    [['rejected', undefined], 'rejected', /s2 not begun$/],
    [['rolled-back', 'rolled-back'], 'rolled-back', /s2 rolled-back$/],
    [['paused', 'succeeded'], 'paused', /s1 paused/],
    [['paused', 'rejected'], 'needs-attention', /different releases/],
    [['paused', 'rolled-back'], 'needs-attention', /different releases/],
    [['superseded', 'succeeded'], 'superseded', /different releases/],
    [['task-failed', 'succeeded'], 'task-failed', /s1 task-failed/],
    [[undefined, undefined], 'needs-attention', /s1 not begun/],
  ];
  for (const [verdicts, verdict, happened] of cases)
    it(`is ${verdict} where they are ${verdicts.map((one) => one ?? 'not begun').join(' and ')}`, () => {
      const outcome = of(...verdicts);
      expect(outcome.verdict).to.equal(verdict);
      expect(outcome.happened).to.match(happened);
    });

  it('says what is left to do where one is paused and another was not begun', () => {
    expect(of('paused', undefined).next).to.equal('when it has gone on, run the deploy job again for s2');
  });

  it('hands on what each of them has, in their order, and the commit of all once', () => {
    const handed = (...each: readonly Partial<Outcome>[]) => {
      const services = each.map((more, index) => {
        const outcome: Outcome = { verdict: 'succeeded', happened: 'x', findings: [], ...more };
        return { name: `s${index + 1}`, outcome };
      });
      const { taskDefinition, previousTaskDefinition, deploymentId, commit } = outcomeOfServices(
        services,
        'all',
      );
      return [taskDefinition, previousTaskDefinition, deploymentId, commit];
    };
    const [a, b] = ['a', 'b'].map((name) => ({
      ...{
        taskDefinition: `${name}:2`,
        previousTaskDefinition: `${name}:1`,
        deploymentId: `ecs-svc/${name}`,
      },
      commit: 'c',
    }));
    expect(handed(a!, b!)).to.deep.equal(['a:2,b:2', 'a:1,b:1', 'ecs-svc/a,ecs-svc/b', 'c']);
    expect(handed({ ...a, taskDefinition: 'x:1' }, { ...b, taskDefinition: 'x:1' })[0]).to.equal('x:1,x:1');
    expect(handed({ commit: 'c' }, { commit: 'd' })).to.deep.equal([undefined, undefined, undefined, 'c,d']);
    expect(handed(a!, {}), 'the places would be wrong').to.deep.equal(Array(4).fill(undefined));
  });

  it('is that of a refusal, or of a moment, only where nothing was changed', () => {
    expect(of('succeeded', 'try-again').verdict).to.equal('needs-attention');
    expect(of('paused', 'changes').happened).to.equal('s1 paused, s2 changes');
    expect(of('paused', 'succeeded')).to.not.have.property('next');
    expect(of('rolled-back', undefined)).to.not.have.property('next');
    expect(of('paused', undefined, undefined).next).to.match(/again for s2, s3$/);
  });
});
