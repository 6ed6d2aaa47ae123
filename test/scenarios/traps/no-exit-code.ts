import { tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a container never started, so it has no exit code',
  covers: ['D3 no exitCode'],
  given: tasks({
    kind: 'fails-to-start',
    stoppedReason: 'Task failed to start',
    // (field report)
    reason:
      'CannotStartContainerError: Error response from daemon: OCI runtime create failed: unable to start container process: exec: "./start.sh": stat ./start.sh: no such file or directory: unknown',
  }),
  expected: {
    verdict: 'rolled-back',
    words: ['ENTRYPOINT'],
    cause: 'the image has no program ./start.sh',
    givenUpAfter: 2,
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
