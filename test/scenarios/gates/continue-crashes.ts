import { networkShifted } from '../given-shift';
import { alarms, deployedToTheGate, pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
};
