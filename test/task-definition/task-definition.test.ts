import { expect } from 'chai';
import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { differencesOf, isChanged, withChange } from '../../runner/task-definition/task-definition';
import { described } from './described';

const registry = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const repositoryUrl = `${registry}/team/app`;
const image = `${repositoryUrl}@sha256:${'a'.repeat(64)}`;
const change = { containers: ['app'], image, stage: 'staging' };

const awslogs = (prefix: string) => ({
  logDriver: 'awslogs' as const,
  options: { 'awslogs-group': '/app', 'awslogs-stream-prefix': prefix, tag: '' },
});

const taskDefinition = described([
  {
    name: 'app',
    image: `${repositoryUrl}:old`,
    command: ['sh', '-c', ''],
    environment: [
      { name: 'A', value: 'x=y,"z"\nw' },
      { name: 'EMPTY', value: '' },
    ],
    logConfiguration: awslogs('old'),
  },
  { name: 'proxy', image: 'public.ecr.aws/nginx/nginx:1.27', logConfiguration: awslogs('old') },
  { name: 'shipper', image: 'fluent/fluent-bit', logConfiguration: { logDriver: 'awsfirelens' } },
]);
const next = withChange({ taskDefinition, tags: [] }, change);

describe('the revision to run', () => {
  it('gives the image to its container and to no other', () => {
    expect(next.containerDefinitions?.map((each) => each.image)).to.deep.equal([
      image,
      'public.ecr.aws/nginx/nginx:1.27',
      'fluent/fluent-bit',
    ]);
  });

  it('gives it to each of several containers', () => {
    const both = withChange({ taskDefinition, tags: [] }, { ...change, containers: ['app', 'shipper'] });
    expect(both.containerDefinitions?.map((each) => each.image)).to.deep.equal([
      image,
      'public.ecr.aws/nginx/nginx:1.27',
      image,
    ]);
  });

  it('makes STAGE the stream prefix of every container that logs with awslogs, and of no other', () => {
    const prefixes = next.containerDefinitions?.map(
      (each) => each.logConfiguration?.options?.['awslogs-stream-prefix'],
    );
    expect(prefixes).to.deep.equal(['staging', 'staging', undefined]);
  });

  it('carries everything else over untouched, empty strings and awkward values too', () => {
    const { containerDefinitions, ...rest } = next;
    expect(rest).to.deep.equal({ family: 'app', cpu: '256', runtimePlatform: { cpuArchitecture: 'ARM64' } });
    expect(containerDefinitions?.[0]).to.deep.include({
      command: ['sh', '-c', ''],
      environment: [
        { name: 'A', value: 'x=y,"z"\nw' },
        { name: 'EMPTY', value: '' },
      ],
    });
    expect(containerDefinitions?.[0]?.logConfiguration?.options).to.include({
      'awslogs-group': '/app',
      tag: '',
    });
  });

  it('keeps tags, leaves out those of AWS itself, and never sends an empty list', () => {
    const tags = [
      { key: 'team', value: 'a' },
      { key: 'aws:cloudformation:stack-name', value: 's' },
      // Reserved in any case (AWS docs).
      { key: 'AWS:owner', value: 'o' },
    ];
    expect(withChange({ taskDefinition, tags }, change).tags).to.deep.equal([{ key: 'team', value: 'a' }]);
    expect(next).to.not.have.property('tags');
  });

  it('is no change when image and STAGE are there already', () => {
    const registered = { taskDefinition: { ...taskDefinition, ...next } as TaskDefinition, tags: [] };
    expect(isChanged(registered, change)).to.equal(false);
    expect(isChanged(registered, { ...change, stage: 'production' })).to.equal(true);
    expect(isChanged({ taskDefinition, tags: [] }, change)).to.equal(true);
  });
});

describe('the differences of two revisions', () => {
  it('are paths without values, apart from what a deployment changes anyway', () => {
    const other: TaskDefinition = {
      ...taskDefinition,
      revision: 8,
      memory: '512',
      containerDefinitions: taskDefinition.containerDefinitions?.map((each) =>
        each.name === 'app'
          ? {
              ...each,
              image: `${repositoryUrl}:new`,
              environment: [
                { name: 'A', value: 'secret' },
                { name: 'EMPTY', value: '' },
              ],
            }
          : { ...each },
      ),
    };
    expect(differencesOf(taskDefinition, other, change)).to.deep.equal([
      'containerDefinitions.app.environment.A',
      'memory',
    ]);
  });
  it('are none when only the order of the environment differs, which AWS does not keep', () => {
    const reversed = taskDefinition.containerDefinitions?.map((each) => ({
      ...each,
      ...(each.environment ? { environment: each.environment.toReversed() } : {}),
    }));
    expect(
      differencesOf(taskDefinition, { ...taskDefinition, containerDefinitions: reversed }, change),
    ).to.deep.equal([]);
  });
});
