import { deployedToTheGate, pausedAfterScaleUp } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the release is rejected because its tasks have begun to crash at the gate',
  argv: ['reject'],
  fixture: { configuration: pausedAfterScaleUp },
  given: async (fixture) => {
    await deployedToTheGate(fixture);
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    fixture.aws.world.stopTasks('shop', 'web', 'web:2');
    await fixture.aws.clock.sleep(60_000);
  },
  expected: { verdict: 'succeeded', words: [said.servesAgain('web:1')] },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
