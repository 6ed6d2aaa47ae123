import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'each of fifteen tasks names a folder of its own in the reason that it stopped for',
  fixture: {
    desiredCount: 15,
    configuration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
  },
  given: ({ aws }) => {
    let id = 1_234_567_890;
    aws.world.outcomeOf = ({ taskDefinition }) =>
      taskDefinition === 'web:1'
        ? { kind: 'healthy' }
        : {
            kind: 'fails-to-start',
            stoppedReason: `FluxCapacitorError: failed to mount /tmp/containerd-mount${(id += 7_919)}: try later`,
          };
  },
  expected: {
    verdict: 'rolled-back',
    words: ['tasks of web:2: FluxCapacitorError', 'more tasks stopped in the same way'],
    absent: ['1 task of web:2', 'more, see above'],
    cause: 'FluxCapacitorError: failed to mount /tmp/containerd-mount',
  },
  truth: { taskDefinition: 'web:1', healthyCount: 15 },
};
