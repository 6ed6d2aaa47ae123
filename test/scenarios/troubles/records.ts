import { said } from '../../said';
import { breaker, faulty, killedAfterUpdate, newService, pausedAfterScaleUp, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

const [hook] = pausedAfterScaleUp.lifecycleHooks ?? [];

export const scenarios: Scenarios = {
  'late-record': {
    what: 'the record of the deployment appears a minute late, and the tasks crash',
    fixture: { configuration: breaker },
    given: (fixture) => {
      fixture.aws.world.setRecordDelay(60);
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
    },
    expected: {
      verdict: 'rolled-back',
      cause: said.exited(1),
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'no-record-of-a-rollback': {
    what: 'no record of the deployment ever appears, and the circuit breaker rolls back',
    fixture: { configuration: breaker },
    env: { ECS_CD_FAIL_FAST: 'off' },
    given: (fixture) => {
      fixture.aws.world.setRecordDelay('never');
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
    },
    expected: {
      verdict: 'rolled-back',
      words: ['ECS rolled web:2 back: ECS deployment circuit breaker'],
      absent: ['gives no reason'],
      cause: said.exited(1),
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'no-record-to-stop': {
    what: 'no record of the deployment ever appears, so it can only be updated back',
    given: (fixture) => {
      fixture.aws.world.setRecordDelay('never');
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
    },
    expected: {
      verdict: 'rolled-back',
      cause: said.exited(1),
      changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'no-record': {
    what: 'no record of the deployment ever appears',
    given: ({ aws }) => aws.world.setRecordDelay('never'),
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'follow-without-a-record': {
    what: 'the tasks of the deployment that a job follows crash, and there is no record of it that could be stopped',
    argv: ['follow'],
    given: async (fixture) => {
      fixture.aws.world.setRecordDelay('never');
      tasks({ kind: 'crash', exitCode: 1 })(fixture);
      await killedAfterUpdate(fixture);
    },
    expected: { verdict: 'rolled-back', cause: said.exited(1), changes: ['UpdateService'] },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'records-unsupported': {
    what: 'ECS keeps no service deployments of a service that has never been healthy, and the release is',
    given: (fixture) => {
      newService()(fixture);
      fixture.newTasks({ kind: 'healthy' });
      for (const operation of ['ListServiceDeployments', 'DescribeServiceRevisions'])
        faulty({ operation, kind: 'unsupported-feature', times: Infinity })(fixture);
    },
    expected: {
      verdict: 'succeeded',
      words: ['the history of the service cannot be seen', 'UnsupportedFeatureException'],
    },
    truth: { healthyCount: 2 },
  },
  'pause-out-of-sight': {
    what: 'a hook holds the deployment for ten minutes, and its record cannot be read from the third on',
    fixture: {
      configuration: {
        ...pausedAfterScaleUp,
        lifecycleHooks: [{ ...hook, timeoutConfiguration: { timeoutInMinutes: 60, action: 'ROLLBACK' } }],
      },
    },
    env: { ECS_CD_TIMEOUT: '3m', ECS_CD_ON_PAUSE: 'wait' },
    during: {
      120: ({ aws }) =>
        aws.faults.add({ operation: 'DescribeServiceDeployments', kind: 'unavailable', times: Infinity }),
      600: ({ aws }) => aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE'),
    },
    expected: { verdict: 'succeeded', words: ['paused'] },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
};
