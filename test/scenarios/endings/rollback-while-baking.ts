import { blueGreen, deployedUntilBaking } from '../givens';
import { productionRule, shifted } from '../given-shift';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody presses the rollback button while ECS bakes the release',
  argv: ['rollback'],
  fixture: { configuration: blueGreen, service: shifted },
  given: async (fixture) => {
    fixture.aws.world.setHosts(productionRule, ['shop.example.com']);
    await deployedUntilBaking(fixture);
  },
  expected: {
    verdict: 'succeeded',
    words: [
      'asked ECS to roll the deployment back to web:1: traffic shifts back, no task has to start',
      `was taken back: ${said.servesAgain('web:1')}`,
    ],
    changes: ['StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 2 },
};
