import { expressMode } from '../given/express';
import { killedAfterUpdate } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  canary: {
    what: 'a service in Express Mode gets the new revision by its own update, and ECS shifts the traffic in a canary',
    fixture: expressMode,
    expected: {
      verdict: 'succeeded',
      words: ['web:2 serves 2 of 2 tasks (verified)', 'production 5 %'],
      changes: ['RegisterTaskDefinition', 'UpdateExpressGatewayService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  crash: {
    what: 'the new tasks of a service in Express Mode crash, and ECS is asked to go back',
    fixture: expressMode,
    given: (fixture) => fixture.newTasks({ kind: 'crash', exitCode: 1, log: ['no such table'] }),
    expected: {
      verdict: 'rolled-back',
      cause: 'exited with code 1',
      changes: ['RegisterTaskDefinition', 'UpdateExpressGatewayService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  follow: {
    what: 'a killed deployment of a service in Express Mode is followed, crashes, and is put back by an update',
    argv: ['follow'],
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
    expected: { verdict: 'rolled-back' },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'lost-reply': {
    what: 'the reply to the update of a service in Express Mode is lost, and the deployment is there',
    fixture: expressMode,
    given: ({ aws }) => {
      aws.faults.add({ operation: 'UpdateExpressGatewayService', kind: 'lost-reply', times: 9 });
    },
    expected: { verdict: 'succeeded', words: ['looking whether the deployment was made'] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'rollback-failed': {
    what: 'the first deployments of a service in Express Mode crash, and ECS has nothing to roll back to',
    fixture: expressMode,
    given: ({ aws: { world } }) => {
      world.forgetService('shop', 'web');
      world.outcomeOf = () => ({ kind: 'crash', exitCode: 1 });
      world.createService({
        ...{ cluster: 'shop', name: 'web', taskDefinition: 'web', desiredCount: 2, isNew: true },
        ...expressMode.service,
        deploymentConfiguration: expressMode.configuration ?? {},
      });
    },
    expected: {
      verdict: 'needs-attention',
      changes: ['RegisterTaskDefinition', 'UpdateExpressGatewayService'],
    },
    truth: { healthyCount: 0 },
  },
  rollback: {
    what: 'a service in Express Mode is rolled back by hand',
    argv: ['rollback'],
    fixture: expressMode,
    given: async (fixture) => {
      await fixture.deploy();
    },
    expected: { verdict: 'succeeded', words: ['web:1 serves 2 of 2 tasks (verified)'] },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'stop-denied': {
    what: 'a service in Express Mode is put back by its own update where the deployment may not be stopped',
    fixture: {
      ...expressMode,
      configuration: {
        ...expressMode.configuration,
        deploymentCircuitBreaker: { enable: false, rollback: false },
      },
    },
    given: (fixture) => {
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
      fixture.aws.faults.add({ operation: 'StopServiceDeployment', kind: 'access-denied', times: Infinity });
    },
    expected: {
      verdict: 'rolled-back',
      changes: ['RegisterTaskDefinition', 'UpdateExpressGatewayService', 'UpdateExpressGatewayService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  unfit: {
    what: 'Express Mode takes no task definition without a container Main',
    fixture: { ...expressMode, names: {} },
    expected: {
      verdict: 'rejected',
      words: ['name the container Main, and give it one entry in portMappings'],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
