import { alarms, deployedToTheGate, pausedAfterScaleUp } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the release is rejected when an alarm has had ECS roll it back already',
  argv: ['reject'],
  fixture: { configuration: { ...pausedAfterScaleUp, ...alarms } },
  given: async (fixture) => {
    await deployedToTheGate(fixture);
    fixture.aws.world.setAlarm('errors', 'ALARM');
    await fixture.aws.clock.sleep(10_000);
  },
  expected: { verdict: 'succeeded', words: [said.servesAgain('web:1')], changes: [] },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
