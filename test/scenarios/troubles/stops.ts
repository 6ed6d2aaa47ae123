import { said } from '../../said';
import { breaker, containers, faulty, loadBalanced, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'stop-never-arrives': {
    what: 'tasks crash, and AWS answers every StopServiceDeployment with a server error',
    given: (fixture) => {
      tasks({ kind: 'crash', exitCode: 1 })(fixture);
      faulty({ operation: 'StopServiceDeployment', kind: 'server-error', times: Infinity })(fixture);
    },
    expected: {
      verdict: 'rolled-back',
      words: ['asking again', 'updating the service back instead'],
      cause: said.exited(1),
      changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'stop-too-late': {
    what: 'a stop is accepted, but the deployment completes while its tasks are healthy, and they crash on',
    fixture: { service: loadBalanced, configuration: { strategy: 'BLUE_GREEN' } },
    given: (fixture) => {
      containers(fixture, { web: { exitCode: 1, afterSeconds: 20 } });
      fixture.aws.world.setTimings({ transitionMs: 45_000 });
      faulty({ operation: 'StopServiceDeployment', kind: 'stop-too-late' })(fixture);
    },
    expected: {
      verdict: 'rolled-back',
      words: ['updating the service back to web:1'],
      absent: ['ECS goes on with it'],
      cause: said.exited(1),
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, taskCount: 2 },
  },
  'stop-unheard': {
    what: 'a stop at the deadline is too late for a deployment that completes and serves well',
    env: { ECS_CD_TIMEOUT: '72s' },
    given: (fixture) => {
      fixture.aws.world.setTimings({ transitionMs: 8_000 });
      faulty({ operation: 'StopServiceDeployment', kind: 'stop-too-late' })(fixture);
    },
    expected: {
      verdict: 'succeeded',
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'breaker-in-the-same-look': {
    what: 'the circuit breaker gives the deployment up in the moment in which the run does',
    fixture: {
      configuration: {
        deploymentCircuitBreaker: {
          ...breaker.deploymentCircuitBreaker!,
          thresholdConfiguration: { type: 'COUNT', value: 2 },
        },
      },
    },
    given: (fixture) => fixture.newTasks({ kind: 'crash', exitCode: 1 }),
    expected: {
      verdict: 'rolled-back',
      words: ['circuit breaker'],
      absent: ['asked ECS to roll'],
      cause: said.exited(1),
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
