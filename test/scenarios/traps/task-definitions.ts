import { expect } from 'chai';
import { faulty, registerBase, registeredContainers } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'empty-strings': {
    what: 'the task definition has values that are empty on purpose',
    covers: ['D3 empty strings'],
    given: (fixture) =>
      registerBase(fixture, {
        entryPoint: ['sh', '-c', ''],
        command: [''],
        environment: [{ name: 'EMPTY', value: '' }],
      }),
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:3', healthyCount: 2 },
    check: (fixture) => {
      expect(registeredContainers(fixture)[0]).to.deep.include({
        entryPoint: ['sh', '-c', ''],
        command: [''],
        environment: [{ name: 'EMPTY', value: '' }],
      });
    },
  },
  'env-values': {
    what: 'the environment has = , quotes and line ends in its values',
    covers: ['D3 env values'],
    given: (fixture) =>
      registerBase(fixture, {
        environment: [{ name: 'RULE', value: 'Host(`a.b`)&&Query(`x=1`),"q" \'s\'\nsecond line=2' }],
      }),
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:3', healthyCount: 2 },
    check: (fixture) => {
      expect(registeredContainers(fixture)[0]?.environment).to.deep.equal([
        { name: 'RULE', value: 'Host(`a.b`)&&Query(`x=1`),"q" \'s\'\nsecond line=2' },
      ]);
    },
  },
  'log-prefix-renamed': {
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
  },
  'unknown-empty-field': {
    what: 'AWS answers every task definition with a new field that nobody has set',
    covers: ['D3 unknown fields'],
    given: faulty({ operation: 'DescribeTaskDefinition', kind: 'newer-member', value: false, times: 99 }),
    expected: {
      verdict: 'succeeded',
      words: ['they are empty, so nothing is lost: newerThanTheSdk', 'web:2 serves 2 of 2 tasks'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'unknown-field': {
    what: 'the task definition has a field that the SDK does not know',
    covers: ['D3 unknown fields'],
    given: faulty({ operation: 'DescribeTaskDefinition', kind: 'newer-member', times: 99 }),
    expected: {
      verdict: 'rejected',
      words: ['newerThanTheSdk', 'register a revision without newerThanTheSdk'],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
};
