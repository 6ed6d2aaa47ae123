import { said } from '../../said';
import { productionRule, shifted } from '../given/shift';
import { blueGreen, deployedUntilBaking, loadBalanced } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'rollback-again': {
    what: 'a person takes the last deployment back to a revision that has been deregistered',
    argv: ['rollback', '--again'],
    given: async (fixture) => {
      await fixture.deploy();
      fixture.aws.world.deregisterTaskDefinition('web:1');
    },
    expected: {
      verdict: 'succeeded',
      words: ['from web:2 to web:1', 'web:3 registered, the same as web:1'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:3', healthyCount: 2, deploymentsEver: 3 },
  },
  'rollback-by-hand': {
    what: 'a person takes the last deployment back',
    argv: ['rollback'],
    given: async (fixture) => {
      await fixture.deploy();
    },
    expected: {
      verdict: 'succeeded',
      words: ['from web:2 to web:1'],
      changes: ['UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 3 },
  },
  'rollback-by-hand-fails': {
    what: 'a person takes the last deployment back, and the revision before does not come up any more',
    argv: ['rollback'],
    fixture: { service: loadBalanced },
    given: async (fixture) => {
      await fixture.deploy();
      let started = 0;
      fixture.aws.world.outcomeOf = () =>
        started++ === 0 ? { kind: 'crash', exitCode: 1 } : { kind: 'unhealthy-target' };
    },
    expected: {
      verdict: 'needs-attention',
      words: ['from web:2 to web:1', 'this was the rollback'],
      cause: said.exited(1),
      changes: ['UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 3 },
  },
  'rollback-while-baking': {
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
  },
};
