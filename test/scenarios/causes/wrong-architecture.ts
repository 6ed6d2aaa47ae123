import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the image is of another architecture, which only shows when its command is to run',
  covers: ['C 5'],
  fixture: { desiredCount: 1, configuration: breaker },
  given: tasks({
    kind: 'crash',
    exitCode: 255,
    afterSeconds: 1,
    // (field report)
    log: ['exec /usr/local/bin/web: exec format error'],
  }),
  expected: {
    verdict: 'rolled-back',
    words: ['exec /usr/local/bin/web: exec format error', 'runtimePlatform.cpuArchitecture'],
    cause: 'built for another CPU architecture',
    givenUpAfter: 1,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 1 },
};
