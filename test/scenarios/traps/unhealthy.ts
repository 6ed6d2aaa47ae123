import { expect } from 'chai';
import { said } from '../../said';
import {
  alarms,
  breaker,
  imageOf,
  loadBalanced,
  makesRoom,
  newService,
  registerBase,
  tasks,
} from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'slow-but-healthy': {
    what: 'the new tasks need four of the five minutes to become healthy',
    covers: ['D3 slow but healthy'],
    fixture: { service: loadBalanced, configuration: breaker },
    env: { ECS_CD_TIMEOUT: '5m' },
    given: tasks({ kind: 'healthy', afterSeconds: 240 }),
    expected: {
      verdict: 'succeeded',
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'rollback-fails': {
    what: 'the old revision does not come up again either',
    covers: ['D3 rollback failing'],
    fixture: { configuration: { ...breaker, ...makesRoom } },
    given: ({ aws }) => {
      aws.world.outcomeOf = () => ({ kind: 'crash', exitCode: 1 });
    },
    expected: {
      verdict: 'needs-attention',
      words: ['web:1', 'running 0 of 2'],
      cause: said.exited(1),
    },
    truth: { healthyCount: 0 },
  },
  'first-deployment': {
    what: 'the first deployment that there ever was fails, without a circuit breaker',
    given: newService(),
    env: { ECS_CD_TIMEOUT: '3m' },
    expected: {
      verdict: 'needs-attention',
      words: ['there is nothing to go back to'],
      cause: said.exited(1),
    },
    truth: { healthyCount: 0 },
  },
  'target-deregistered': {
    what: 'the revision that serves has been deregistered, and the release does not answer',
    given: (fixture) => {
      registerBase(fixture, { image: imageOf(fixture, 'v1') });
      fixture.aws.world.deregisterTaskDefinition('web:1');
    },
    env: { ECS_CD_HEALTH_CHECK_TIMEOUT: '10s' },
    site: [500],
    expected: {
      verdict: 'needs-attention',
      words: [
        'web:1, which serves now, has been deregistered',
        'the rollback failed',
        'TaskDefinition is inactive',
      ],
    },
    truth: { taskDefinition: 'web:3', healthyCount: 2 },
  },
  'never-healthy-with-bake': {
    what: 'no task ever starts in a service that would bake for twenty minutes',
    fixture: { configuration: { ...alarms, bakeTimeInMinutes: 20 } },
    env: { ECS_CD_TIMEOUT: '3m' },
    given: (fixture) => fixture.newTasks({ kind: 'never-starts' }),
    expected: {
      verdict: 'rolled-back',
      words: ['3 min have passed: ', said.deadline],
      absent: ['bake time'],
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'unhealthy-with-bake': {
    what: 'the tasks of a blue/green deployment that bakes run, and their targets stay unhealthy for ever',
    fixture: { service: loadBalanced, configuration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 20 } },
    env: { ECS_CD_TIMEOUT: '5m', ECS_CD_FAIL_FAST: 'off' },
    given: (fixture) => fixture.newTasks({ kind: 'unhealthy-target' }),
    expected: {
      verdict: 'rolled-back',
      words: ['5 min have passed: ', said.deadline],
      absent: ['bake time'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'unhealthy-with-room-made': {
    what: 'the old tasks have made room for new ones that run but never answer, in a service that would bake',
    fixture: {
      service: loadBalanced,
      configuration: { ...alarms, ...makesRoom, bakeTimeInMinutes: 20 },
    },
    env: { ECS_CD_TIMEOUT: '5m', ECS_CD_FAIL_FAST: 'off' },
    given: (fixture) => fixture.newTasks({ kind: 'unhealthy-target', afterSeconds: 100 }),
    expected: {
      verdict: 'rolled-back',
      words: ['5 min have passed: ', said.deadline],
      absent: ['bake time'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
    check: ({ aws }) => {
      const [update, stop] = ['UpdateService', 'StopServiceDeployment'].map(
        (operation) => aws.calls.find((call) => call.operation === operation)?.at ?? NaN,
      );
      // That they run is no bake: ECS waits for them to be healthy.
      expect((stop! - update!) / 60_000).to.be.within(5, 5.5);
    },
  },
};
