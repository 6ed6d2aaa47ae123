import type { Task } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { pendingReasonOf, taskProgressOf } from '../../runner/diagnosis/live-task-words';

const at = new Date();
const pending = { lastStatus: 'PENDING', launchType: 'FARGATE' } as const;
const running = (id: string, healthStatus: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN'): Task => ({
  lastStatus: 'RUNNING',
  containers: [{ name: 'web', healthStatus, networkInterfaces: [{ privateIpv4Address: id }] }],
});
const checked = { containerDefinitions: [{ name: 'web', healthCheck: { command: ['true'] } }] };
const target = (Id: string, State: 'healthy' | 'initial' | 'unhealthy') => ({
  Target: { Id },
  TargetHealth: { State },
});

describe('what a task waits for', () => {
  const cases: readonly (readonly [string, Task])[] = [
    ['provisioning', { lastStatus: 'PROVISIONING', launchType: 'FARGATE' }],
    ['provisioning', { lastStatus: 'PROVISIONING', capacityProviderName: 'FARGATE_SPOT' }],
    ['provisioning', { lastStatus: 'PROVISIONING', launchType: 'EC2', containerInstanceArn: 'arn' }],
    ['waiting for capacity', { lastStatus: 'PROVISIONING', capacityProviderName: 'ours' }],
    ['preparing network, secrets and registry login', pending],
    ['pulling the image', { ...pending, pullStartedAt: at }],
    ['starting its containers', { ...pending, pullStartedAt: at, pullStoppedAt: at }],
    [
      'starting container web, proxy',
      {
        lastStatus: 'ACTIVATING',
        containers: [
          { name: 'migrate', lastStatus: 'STOPPED' },
          { name: 'web', lastStatus: 'PENDING' },
          { name: 'proxy', lastStatus: 'PENDING' },
        ],
      },
    ],
  ];
  for (const [reason, task] of cases) {
    it(`is ${reason}, as ${JSON.stringify(task).slice(1, 70)} says`, () => {
      expect(pendingReasonOf(task)).to.equal(reason);
    });
  }
});

describe('how far tasks are', () => {
  const cases: readonly (readonly [string, Parameters<typeof taskProgressOf>[0], object])[] = [
    ['nothing where nobody checks', { tasks: [running('a', 'UNKNOWN')], targets: [], definition: {} }, {}],
    [
      'what the containers say of themselves',
      { tasks: [running('a', 'HEALTHY'), running('b', 'UNKNOWN')], targets: undefined, definition: checked },
      { health: 'healthy 1/2 (container health: UNKNOWN)' },
    ],
    [
      'what the load balancer says, by how many',
      {
        tasks: ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((id) => running(id, 'UNKNOWN')),
        targets: [
          [target('10.0.0.1', 'initial'), target('10.0.0.2', 'initial'), target('10.0.0.3', 'unhealthy')],
        ],
        definition: {},
      },
      { health: 'healthy 0/2 (2 target health: initial, 1 target health: unhealthy)' },
    ],
    [
      'that no target is registered yet',
      { tasks: [running('10.0.0.1', 'UNKNOWN')], targets: [[target('10.0.0.9', 'healthy')]], definition: {} },
      { health: 'healthy 0/2 (target health: not registered)' },
    ],
    [
      'different reasons of pending tasks',
      {
        tasks: [pending, pending, { ...pending, pullStartedAt: at }],
        targets: undefined,
        definition: undefined,
      },
      { pending: ' (2 preparing network, secrets and registry login, 1 pulling the image)' },
    ],
  ];
  for (const [what, live, expected] of cases) {
    it(`is ${what}`, () => {
      expect(taskProgressOf(live, 2)).to.deep.equal({ pending: '', health: '', ...expected });
    });
  }
});
