import { deployedToTheGate, pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody presses the button that lets the deployment go on',
  argv: ['continue'],
  fixture: { configuration: { ...pausedAfterScaleUp, bakeTimeInMinutes: 1 } },
  given: deployedToTheGate,
  expected: {
    verdict: 'succeeded',
    words: ['POST_SCALE_UP: told ECS to go on (hook ecs-pause-', 'web:2 serves 2 of 2 tasks (verified)'],
    // It bakes only after the traffic shift.
    absent: ['paused', 'other revisions 2\n00:02  waiting for'],
    changes: ['ContinueServiceDeployment'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2, isRolloutInFlight: false },
};
