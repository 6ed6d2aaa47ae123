import { said } from '../../said';
import { deployedToTheGate, loadBalanced, pausedAfterScaleUp } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'crash-before': {
    what: 'the tasks crash before the deployment comes to its gate',
    fixture: { configuration: pausedAfterScaleUp },
    given: (fixture) => fixture.newTasks({ kind: 'crash', exitCode: 1 }),
    expected: {
      verdict: 'rolled-back',
      words: [said.servesAgain('web:1')],
      absent: ['is paused'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'ends-the-job': {
    what: 'a pause hook holds the deployment',
    fixture: { configuration: pausedAfterScaleUp },
    expected: {
      verdict: 'paused',
      words: [
        'is paused at POST_SCALE_UP: hook ecs-pause-',
        ', then ECS rolls back',
        'next        run the continue job',
      ],
      absent: ['this takes no time off'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', waitsFor: 'hook', isRolloutInFlight: true, deploymentsEver: 2 },
  },
  'linear-next-step': {
    what: 'each step of a linear shift has a hook of its own, and a person answers one after the other',
    argv: ['continue'],
    fixture: {
      service: loadBalanced,
      configuration: {
        strategy: 'LINEAR',
        linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 1 },
        lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] }],
      },
    },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      await fixture.run(['continue']);
    },
    expected: {
      verdict: 'paused',
      words: [
        'production 80 %',
        'is paused at PRE_PRODUCTION_TRAFFIC_SHIFT',
        'with 80 % of production traffic',
        'next        run the continue job',
      ],
      changes: ['ContinueServiceDeployment'],
    },
    truth: { waitsFor: 'hook', deploymentsEver: 2, production: { 'web:1': 20, 'web:2': 80 } },
  },
  'rollback-by-hand': {
    what: 'a rollback by hand comes to the gate of the service as well',
    argv: ['rollback'],
    fixture: { configuration: pausedAfterScaleUp },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      fixture.aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE');
      await fixture.aws.clock.sleep(1_800_000);
    },
    expected: {
      verdict: 'paused',
      words: ['web:1 is paused at POST_SCALE_UP'],
      changes: ['UpdateService'],
    },
    truth: { taskDefinition: 'web:2', waitsFor: 'hook', healthyCount: 2 },
  },
};
