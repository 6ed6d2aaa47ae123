import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { unknownPaths } from '../../runner/task-definition/unknown-members';
import { described } from './described';

const taskDefinition = described([
  { name: 'app', image: 'app', environment: [{ name: 'EMPTY', value: '' }] },
  { name: 'proxy', image: 'proxy', logConfiguration: { logDriver: 'awsfirelens' } },
]);

describe('what would be lost between describe and register', () => {
  const members = ['family', 'containerDefinitions', 'cpu', 'runtimePlatform'];
  const raw = JSON.parse(JSON.stringify(taskDefinition)) as {
    containerDefinitions: Record<string, unknown>[];
  };
  const lostOf = (answered: unknown, parsed = taskDefinition, sent = members) =>
    unknownPaths(answered, parsed, sent).lost;

  it('is nothing for a task definition that the SDK knows wholly', () => {
    expect(unknownPaths(raw, taskDefinition, members)).to.deep.equal({ lost: [], blank: [] });
  });
  it('names a member that the SDK did not parse, however deep', () => {
    const newer = structuredClone(raw);
    newer.containerDefinitions[1] = { ...newer.containerDefinitions[1], brandNew: { enabled: true } };
    expect(lostOf({ ...newer, alsoNew: 1 })).to.deep.equal(['containerDefinitions[1].brandNew', 'alsoNew']);
  });
  it('names a member that is parsed but cannot be sent', () => {
    expect(lostOf(raw, taskDefinition, ['family', 'containerDefinitions', 'cpu'])).to.deep.equal([
      'runtimePlatform',
    ]);
  });
  for (const value of [false, [], {}, '', { enabled: false, rules: [] }]) {
    it(`is not a member that says nothing (${JSON.stringify(value)}): it is told apart`, () => {
      const newer = structuredClone(raw);
      newer.containerDefinitions[0] = { ...newer.containerDefinitions[0], someNew: value };
      expect(unknownPaths({ ...newer, alsoNew: value }, taskDefinition, members)).to.deep.equal({
        lost: [],
        blank: ['containerDefinitions[0].someNew', 'alsoNew'],
      });
    });
  }
  for (const value of [true, 0, 1, 'off', [''], [{}], { enabled: true }]) {
    it(`is a member that may say something (${JSON.stringify(value)})`, () => {
      expect(lostOf({ ...raw, alsoNew: value })).to.deep.equal(['alsoNew']);
    });
  }
  it('is no member that only describes a revision, such as when its deletion was asked for', () => {
    const deleted = { deleteRequestedAt: new Date(1) } as TaskDefinition;
    expect(lostOf({ ...raw, deleteRequestedAt: 1 }, { ...taskDefinition, ...deleted })).to.deep.equal([]);
  });
  it('is no list without anything in it, though it cannot be sent', () => {
    const empty = { placementConstraints: [] };
    expect(lostOf({ ...raw, ...empty }, { ...taskDefinition, ...empty })).to.deep.equal([]);
  });
  it('takes null for absent, as the SDK does', () => {
    expect(lostOf({ ...raw, pidMode: null })).to.deep.equal([]);
  });
});
