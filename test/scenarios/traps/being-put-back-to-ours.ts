import { breaker } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the job of the commit before runs again while ECS is rolling back to it',
  fixture: { configuration: { ...breaker, minimumHealthyPercent: 0, maximumPercent: 100 } },
  given: async (fixture) => {
    const { aws } = fixture;
    let crashes = 2;
    aws.world.outcomeOf = ({ taskDefinition }) => {
      if (taskDefinition.startsWith('outside:')) return { kind: 'crash', exitCode: 3, afterSeconds: 2 };
      const isCrash = taskDefinition === 'web:2' && crashes-- > 0;
      return isCrash ? { kind: 'crash', exitCode: 1 } : { kind: 'healthy', afterSeconds: 100 };
    };
    await fixture.deploy({ env: { ECS_CD_FAIL_FAST: 'off' } });
    await aws.clock.sleep(600_000);
    aws.world.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'outside' });
    while (aws.truth('web').breakerTriggeredAt === undefined) await aws.clock.sleep(5_000);
  },
  expected: {
    verdict: 'succeeded',
    words: ['is being taken back', said.nothingToChange],
    changes: [],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
