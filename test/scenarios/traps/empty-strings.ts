import { expect } from 'chai';
import { registerBase, registeredContainers } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
};
