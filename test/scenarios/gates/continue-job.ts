import { said } from '../../said';
import { expressMode } from '../given/express';
import { productionRule, shifted } from '../given/shift';
import { deployedToTheGate, killedAfterUpdate, pausedAfterScaleUp } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  continue: {
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
  },
  'continue-at-once': {
    what: 'two people press the button, and the reply to the one is that the hook was answered',
    argv: ['continue'],
    fixture: { configuration: pausedAfterScaleUp },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      fixture.aws.faults.add({ operation: 'ContinueServiceDeployment', kind: 'lost-reply', times: 1 });
    },
    expected: { verdict: 'succeeded', words: ['web:2 serves 2 of 2 tasks (verified)'] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'continue-denied': {
    what: 'the job may not answer the hook',
    argv: ['continue'],
    fixture: { configuration: pausedAfterScaleUp },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      fixture.aws.faults.add({
        operation: 'ContinueServiceDeployment',
        kind: 'access-denied',
        times: Infinity,
      });
    },
    expected: { verdict: 'rejected', words: ['ecs:ContinueServiceDeployment'], changes: [] },
    truth: { taskDefinition: 'web:1', waitsFor: 'hook' },
  },
  'continue-twice': {
    what: 'the button is pressed again when the deployment has gone on already',
    argv: ['continue'],
    fixture: { service: shifted, configuration: pausedAfterScaleUp },
    given: async (fixture) => {
      fixture.aws.world.setHosts(productionRule, ['shop.example.com']);
      await deployedToTheGate(fixture);
      fixture.aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE');
    },
    expected: {
      verdict: 'succeeded',
      words: ['waits any more: its record says IN_PROGRESS'],
      changes: [],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'continue-to-the-next': {
    what: 'the deployment that goes on comes to the gate before its next step, which is another hook',
    argv: ['continue'],
    fixture: {
      service: shifted,
      configuration: {
        strategy: 'CANARY',
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1 },
        lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] }],
      },
    },
    given: deployedToTheGate,
    expected: {
      verdict: 'paused',
      words: ['told ECS to go on', 'production 10 %', 'it waits in AWS with 10 % of production traffic'],
      changes: ['ContinueServiceDeployment'],
    },
    truth: { waitsFor: 'hook', deploymentsEver: 2 },
  },
  'continue-express': {
    what: 'the button is pressed for a service in Express Mode, which waits for nobody, and crashes',
    argv: ['continue'],
    fixture: {
      ...expressMode,
      configuration: {
        ...expressMode.configuration,
        deploymentCircuitBreaker: { enable: false, rollback: false },
      },
    },
    given: async (fixture) => {
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
      await killedAfterUpdate(fixture);
      fixture.aws.faults.add({ operation: 'StopServiceDeployment', kind: 'access-denied', times: Infinity });
    },
    expected: {
      verdict: 'rolled-back',
      words: [said.servesAgain('web:1')],
      changes: ['UpdateExpressGatewayService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
