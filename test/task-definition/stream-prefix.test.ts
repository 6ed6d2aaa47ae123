import { expect } from 'chai';
import { renamedPrefixesOf } from '../../runner/task-definition/task-values';

describe('the stream prefixes that STAGE renames', () => {
  const logging = (
    name: string,
    prefix: string | undefined,
    logDriver: 'awslogs' | 'splunk' = 'awslogs',
  ) => ({
    name,
    logConfiguration: {
      logDriver,
      options: { 'awslogs-group': '/web', ...(prefix ? { 'awslogs-stream-prefix': prefix } : {}) },
    },
  });

  it('are those of containers that log with awslogs under another name, or under none', () => {
    const containerDefinitions = [
      logging('web', 'ecs'),
      logging('worker', 'ecs'),
      logging('proxy', 'staging'),
      logging('bare', undefined),
      logging('away', 'ecs', 'splunk'),
      { name: 'silent' },
    ];
    expect(renamedPrefixesOf({ containerDefinitions }, 'staging')).to.equal(
      'ecs of web, worker; none of bare',
    );
  });
  it('are none where each has that name already', () => {
    expect(renamedPrefixesOf({ containerDefinitions: [logging('web', 'staging')] }, 'staging')).to.equal(
      undefined,
    );
  });
});
