import { expect } from 'chai';
import type { ContainerCondition, ContainerDefinition } from '@aws-sdk/client-ecs';
import { containerRoleOf } from '../../runner/causes/container-role';

const waitsFor = (containerName: string, condition: ContainerCondition) => ({
  dependsOn: [{ containerName, condition }],
});
const roleOf = (name: string, ...containerDefinitions: ContainerDefinition[]) =>
  containerRoleOf(name, { containerDefinitions });

describe('what a container is to its task', () => {
  it('is essential unless the task definition says otherwise', () => {
    expect(roleOf('app', { name: 'app' })).to.equal('essential');
    expect(roleOf('proxy', { name: 'app' }, { name: 'proxy', essential: false })).to.equal('beside');
  });

  it('is awaited where an essential one waits for its success, also through another', () => {
    const migrate = { name: 'migrate', essential: false };
    const seed = { name: 'seed', essential: false, ...waitsFor('migrate', 'SUCCESS') };
    const app = { name: 'app', ...waitsFor('seed', 'SUCCESS') };
    expect(roleOf('seed', app, seed, migrate)).to.equal('awaited');
    expect(roleOf('migrate', app, seed, migrate)).to.equal('awaited');
  });

  it('is beside where what waits for it needs no more than its start, or is not essential itself', () => {
    const proxy = { name: 'proxy', essential: false };
    expect(roleOf('proxy', proxy, { name: 'app', ...waitsFor('proxy', 'START') })).to.equal('beside');
    const helper = { name: 'helper', essential: false, ...waitsFor('proxy', 'SUCCESS') };
    expect(roleOf('proxy', proxy, helper, { name: 'app' })).to.equal('beside');
  });

  it('is an addition of AWS where no task definition has it', () => {
    expect(roleOf('helper-x7', { name: 'app' })).to.equal('added');
    expect(containerRoleOf('ecs-service-connect-x7Tq2', undefined)).to.equal('added');
  });

  it('is not known without the task definition', () => {
    expect(containerRoleOf('app', undefined)).to.equal(undefined);
  });

  it('ends for two that wait for each other', () => {
    const ring = [
      { name: 'app', ...waitsFor('other', 'SUCCESS') },
      { name: 'other', ...waitsFor('app', 'SUCCESS') },
    ];
    expect(roleOf('other', ...ring)).to.equal('essential');
  });
});
