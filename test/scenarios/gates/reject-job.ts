import { definitionOf } from '../../preflight/look-ahead';
import { said } from '../../said';
import { expressMode } from '../given/express';
import { productionRule, shifted } from '../given/shift';
import { alarms, deployedToTheGate, pausedAfterScaleUp, somebodyDeploys } from '../given/givens';
import type { Scenarios } from '../scenario';

const names = 'web,worker,api';

const bakes = { bakeTimeInMinutes: 5 };

export const scenarios: Scenarios = {
  reject: {
    what: 'somebody presses the button that rejects the release',
    argv: ['reject'],
    fixture: { service: shifted, configuration: pausedAfterScaleUp },
    env: { ECS_CD_LIVE_TAG: 'live-staging' },
    given: async (fixture) => {
      fixture.aws.world.setHosts(productionRule, ['shop.example.com']);
      await deployedToTheGate(fixture);
    },
    expected: {
      verdict: 'succeeded',
      words: ['told ECS to roll back', `the deployment was rejected: ${said.servesAgain('web:1')}`],
      changes: ['ContinueServiceDeployment', 'PutImage'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false },
  },
  'reject-after-alarm': {
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
  },
  'reject-expired': {
    what: 'the release is rejected when the time of the hook is over, and ECS has rolled back',
    argv: ['reject'],
    fixture: { configuration: pausedAfterScaleUp },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      await fixture.aws.clock.sleep(1_200_000);
    },
    expected: { verdict: 'succeeded', words: [said.servesAgain('web:1')], changes: [] },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'reject-of-crashing': {
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
  },
  'reject-replaced': {
    what: 'the release is rejected when somebody has deployed something else',
    argv: ['reject'],
    fixture: { configuration: pausedAfterScaleUp },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      somebodyDeploys(fixture);
    },
    expected: { verdict: 'superseded', words: [said.replaced, 'fix         '], changes: [] },
    truth: { deploymentsOfOthers: 1 },
  },
  'reject-too-late': {
    what: 'the release is rejected when it has been let through already, and serves',
    argv: ['reject'],
    fixture: { configuration: pausedAfterScaleUp },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      fixture.aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE');
      await fixture.aws.clock.sleep(1_800_000);
    },
    expected: {
      verdict: 'rejected',
      words: ['no hook of ', 'its record says SUCCESSFUL; nothing was changed', 'run the rollback job'],
      changes: [],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'reject-twice': {
    what: 'the button is pressed again when the release has been rejected already',
    argv: ['reject'],
    fixture: { configuration: pausedAfterScaleUp },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      await fixture.run(['reject']);
    },
    expected: {
      verdict: 'succeeded',
      words: [`the deployment was rejected: ${said.servesAgain('web:1')}`],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 2 },
  },
  'reject-with-others': {
    what: 'one of three services waits when the release is rejected; the others bake, and go back too',
    argv: ['reject'],
    fixture: { ...expressMode, configuration: bakes },
    env: { SERVICE_NAME: names, TASK_FAMILY: names },
    given: async (fixture) => {
      const { world, faults } = fixture.aws;
      for (const family of ['worker', 'api']) {
        world.registerTaskDefinition({ ...definitionOf(fixture, { name: 'Main' }), family });
        const deploymentConfiguration = family === 'api' ? { ...pausedAfterScaleUp, ...bakes } : bakes;
        world.createService({
          cluster: 'shop',
          name: family,
          taskDefinition: family,
          deploymentConfiguration,
        });
      }
      const env = { SERVICE_NAME: names, TASK_FAMILY: names, ECS_CD_WAIT_UNTIL: 'baking' };
      await fixture.deploy({ env });
      faults.add({ operation: 'StopServiceDeployment', kind: 'access-denied', times: Infinity });
    },
    expected: {
      verdict: 'succeeded',
      words: ['api was rejected: all 3 services are back on what they ran before'],
      changes: ['ContinueServiceDeployment', 'UpdateService', 'UpdateExpressGatewayService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
