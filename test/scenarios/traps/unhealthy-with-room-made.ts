import { expect } from 'chai';
import { alarms, loadBalanced, makesRoom } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
};
