import { networkShifted } from '../given-shift';
import { alarms, deployedToTheGate, pausedAfterScaleUp } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'an alarm goes off while the release bakes that has been let through',
  argv: ['continue'],
  fixture: { service: networkShifted, configuration: { ...pausedAfterScaleUp, ...alarms } },
  env: { ECS_CD_LIVE_TAG: 'live-staging' },
  given: async (fixture) => {
    await deployedToTheGate(fixture);
    fixture.aws.clock.schedule(240_000, () => fixture.aws.world.setAlarm('errors', 'ALARM'));
  },
  expected: {
    verdict: 'rolled-back',
    words: ['a CloudWatch alarm went off: errors', said.servesAgain('web:1'), 'live-staging is sha256:'],
    changes: ['ContinueServiceDeployment', 'PutImage'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
