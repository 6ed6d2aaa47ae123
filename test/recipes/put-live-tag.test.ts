import { expect } from 'chai';
import { putLiveTag, type LiveEffects } from '../../runner/recipes/put-live-tag';

describe('the live tag', () => {
  it('changes no verdict, not even where the runner itself has a bug', async () => {
    const warnings: string[] = [];
    const describeService = () => Promise.reject(new TypeError('x is not a function'));
    const log = { warning: (text: string) => void warnings.push(text) };
    const effects = { ecs: { describeService }, ecr: { repository: {} }, log } as unknown as LiveEffects;
    const outcome = {
      verdict: 'succeeded',
      happened: 'it serves',
      findings: [],
      taskDefinition: 'a:1',
    } as const;
    expect(await putLiveTag(outcome, 'live', effects)).to.equal(outcome);
    expect(warnings.join()).to.contain('(ECS_CD_LIVE_TAG) is not put: TypeError: x is not a function');
  });
});
