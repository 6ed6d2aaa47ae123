import { registerBase } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the task definition has log streams of another name than STAGE',
  given: (fixture) => {
    const options = { 'awslogs-group': '/shop/web', 'awslogs-region': 'eu-central-1' };
    registerBase(fixture, {
      logConfiguration: { logDriver: 'awslogs', options: { ...options, 'awslogs-stream-prefix': 'ecs' } },
    });
    fixture.aws.world.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'web:2' });
    return fixture.aws.clock.sleep(3_600_000);
  },
  expected: {
    verdict: 'succeeded',
    words: ['logs        awslogs-stream-prefix becomes staging (STAGE), was ecs of web'],
  },
  truth: { taskDefinition: 'web:3', healthyCount: 2 },
};
