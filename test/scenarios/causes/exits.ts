import { said } from '../../said';
import { breaker, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  crash: {
    what: 'the application ends with an error as soon as it starts',
    covers: ['C 9', 'D3 breaker off + crash loop'],
    given: tasks({ kind: 'crash', exitCode: 3, log: ['listening on 8080', 'no DATABASE_URL'] }),
    expected: {
      verdict: 'rolled-back',
      words: ['no DATABASE_URL', 'in the task definition web'],
      cause: 'container web exited with code 3',
      givenUpAfter: 2,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'exit-without-error': {
    what: 'the application ends without an error, but it was to go on',
    covers: ['C 9'],
    fixture: { configuration: breaker },
    given: tasks({ kind: 'crash', exitCode: 0 }),
    expected: {
      verdict: 'rolled-back',
      words: ['foreground'],
      cause: 'container web exited with code 0',
      givenUpAfter: 2,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  killed: {
    what: 'the containers are killed, and nobody says what for',
    covers: ['C 10'],
    fixture: { configuration: breaker },
    given: tasks({ kind: 'crash', exitCode: 137, afterSeconds: 20 }),
    expected: {
      verdict: 'rolled-back',
      words: ['SIGKILL', 'stopTimeout'],
      cause: 'container web exited with code 137',
      givenUpAfter: 2,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'out-of-memory': {
    what: 'the containers need more memory than they may have',
    covers: ['C 10'],
    fixture: { desiredCount: 1, configuration: breaker },
    given: tasks({
      kind: 'crash',
      exitCode: 137,
      // (AWS docs)
      reason: 'OutOfMemoryError: Container killed due to memory usage',
      afterSeconds: 20,
    }),
    expected: {
      verdict: 'rolled-back',
      words: ['raise memory of container web'],
      cause: 'used more memory than its limit',
      givenUpAfter: 2,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 1 },
  },
  'backing-off': {
    what: 'tasks crash again and again, and ECS backs off before the next',
    covers: ['C 26', 'D3 breaker off + crash loop'],
    env: { ECS_CD_FAIL_FAST: 'off', ECS_CD_TIMEOUT: '3m' },
    given: tasks({ kind: 'crash', exitCode: 1 }),
    expected: {
      verdict: 'rolled-back',
      cause: said.exited(1),
      words: ['ECS backs off', said.deadline],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
