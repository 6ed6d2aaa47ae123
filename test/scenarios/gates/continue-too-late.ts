import { said } from '../../said';
import { networkShifted } from '../given/shift';
import { alarms, deployedToTheGate, pausedAfterScaleUp, somebodyDeploys } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'continue-expired': {
    what: 'the button is pressed when the time of the hook is over, and ECS has rolled back',
    argv: ['continue'],
    fixture: { configuration: pausedAfterScaleUp },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      await fixture.aws.clock.sleep(1_200_000);
    },
    expected: {
      verdict: 'rolled-back',
      words: ['POST_SCALE_UP pause hook timed out', 'fix         '],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'continue-replaced': {
    what: 'the button is pressed when somebody has deployed something else',
    argv: ['continue'],
    fixture: { configuration: pausedAfterScaleUp },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      somebodyDeploys(fixture);
    },
    expected: {
      verdict: 'superseded',
      words: [said.replaced, 'fix         ', 'ecs-cd status shows which serves'],
      changes: [],
    },
    truth: { deploymentsOfOthers: 1 },
  },
  'continue-rolled-back': {
    what: 'the button is pressed when somebody has had the deployment rolled back in the console',
    argv: ['continue'],
    fixture: { configuration: pausedAfterScaleUp },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      fixture.aws.world.stopServiceDeployment('shop', 'web');
      await fixture.aws.clock.sleep(600_000);
    },
    expected: {
      verdict: 'rolled-back',
      words: [
        'done        web:1 serves again (verified)',
        'what ecs-cd status shows',
        'run the deploy job again',
      ],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 2 },
  },
  'continue-alarm': {
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
  },
  'continue-crashes': {
    what: 'the release crashes once it has been let through, and may not be stopped: the way back comes to the same gate',
    argv: ['continue'],
    fixture: { service: networkShifted, configuration: { ...pausedAfterScaleUp, ...alarms } },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
      fixture.aws.world.stopTasks('shop', 'web', 'web:2');
      fixture.aws.faults.add({ operation: 'StopServiceDeployment', kind: 'access-denied', times: Infinity });
    },
    expected: {
      verdict: 'needs-attention',
      words: ['done        the rollback waits for somebody to run the continue job'],
      changes: ['ContinueServiceDeployment', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', waitsFor: 'hook' },
  },
};
