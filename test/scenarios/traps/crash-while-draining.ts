import { containers, loadBalanced, targetGroupNamed } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the new tasks crash while the old ones drain for ten minutes, and drain themselves when they are taken back',
  fixture: { service: loadBalanced },
  given: (fixture) => {
    fixture.aws.world.setDeregistrationDelay(targetGroupNamed('web'), 600);
    containers(fixture, { web: { exitCode: 1, afterSeconds: 120 } });
  },
  expected: {
    verdict: 'rolled-back',
    words: ['waiting for replaced tasks to drain'],
    cause: said.exited(1),
    givenUpAfter: 2,
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, taskCount: 2 },
};
