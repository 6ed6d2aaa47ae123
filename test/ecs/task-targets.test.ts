import type { Service, Task } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { areTold, missingTargets, targetGroupsOf, unaskedBalancersOf } from '../../runner/ecs/task-targets';

const taskAt = (value: string): Task => ({
  attachments: [{ type: 'ElasticNetworkInterface', details: [{ name: 'privateIPv4Address', value }] }],
});
const target = (
  Id: string,
  State: 'healthy' | 'unhealthy' | 'initial' | 'unavailable',
  Reason?: 'Target.Timeout' | 'Target.HealthCheckDisabled',
  Port = 80,
) => ({
  Target: { Id, Port },
  TargetHealth: { State, ...(Reason ? { Reason } : {}) },
});

const unmetByTargets = (...args: Parameters<typeof missingTargets>) => missingTargets(...args).unmet;

describe('the targets of running tasks', () => {
  const tasks = [taskAt('10.0.0.1'), taskAt('10.0.0.2')];

  it('are enough when as many as are needed are healthy', () => {
    const targets = [target('10.0.0.1', 'healthy'), target('10.0.0.2', 'healthy')];
    expect(unmetByTargets(tasks, [targets], 2)).to.deep.equal([]);
  });
  it('are not when one of them is unhealthy, and its reason is said', () => {
    const targets = [target('10.0.0.1', 'healthy'), target('10.0.0.2', 'unhealthy', 'Target.Timeout')];
    expect(unmetByTargets(tasks, [targets], 2)).to.deep.equal([
      '1 of 2 targets are healthy (unhealthy, Target.Timeout)',
    ]);
    expect(unmetByTargets(tasks, [targets], 1)).to.deep.equal([]);
  });
  it('are not when the healthy ones are those of other tasks', () => {
    const targets = [target('10.0.0.8', 'healthy'), target('10.0.0.9', 'healthy')];
    expect(unmetByTargets(tasks, [targets], 2)).to.deep.equal(['0 of 2 targets are healthy (missing)']);
  });
  it('are neither enough nor missing where the load balancer lists none, or says what nobody knows yet', () => {
    const newer = [{ ...target('10.0.0.1', 'healthy'), TargetHealth: { State: 'resting' as 'initial' } }];
    expect(missingTargets(tasks, [[]], 2)).to.deep.equal({
      unmet: [],
      unseen: ['0 of 2 targets are healthy (missing)'],
    });
    expect(missingTargets([taskAt('10.0.0.1')], [newer], 1)).to.deep.equal({
      unmet: [],
      unseen: ['0 of 1 targets are healthy (resting)'],
    });
  });
  it('must be healthy behind each load balancer', () => {
    const healthy = [target('10.0.0.1', 'healthy'), target('10.0.0.2', 'healthy')];
    const initial = [target('10.0.0.1', 'initial'), target('10.0.0.2', 'initial')];
    expect(unmetByTargets(tasks, [healthy, initial], 2)).to.deep.equal([
      '0 of 2 targets are healthy (initial)',
    ]);
  });
  it('are unhealthy where one is, whatever is not told of another, and in any order', () => {
    const untold = { Target: { Id: '10.0.0.1', Port: 80 } };
    const sick = target('10.0.0.2', 'unhealthy', 'Target.Timeout');
    const unmet = ['0 of 2 targets are healthy (unhealthy, Target.Timeout)'];
    for (const targets of [
      [untold, sick],
      [sick, untold],
    ])
      expect(missingTargets(tasks, [targets], 2)).to.deep.equal({ unmet, unseen: [] });
  });

  it('count where their health is not checked', () => {
    const unchecked = [target('10.0.0.1', 'unavailable', 'Target.HealthCheckDisabled')];
    expect(unmetByTargets([taskAt('10.0.0.1')], [unchecked], 1)).to.deep.equal([]);
  });
  it('are told by every address that a task has', () => {
    const dual: Task = {
      attachments: [{ details: [{ name: 'privateIPv4Address', value: '10.0.0.1' }] }],
      containers: [{ networkInterfaces: [{ privateIpv4Address: '10.0.0.1', ipv6Address: '2001:db8::1' }] }],
    };
    const targets = [target('2001:db8::1', 'healthy')];
    expect(areTold([dual], targets)).to.equal(true);
    expect(unmetByTargets([dual], [targets], 1)).to.deep.equal([]);
  });
  it('cannot be told where the tasks name nothing that targets are named by', () => {
    expect(areTold([taskAt('10.0.0.1')], [target('2001:db8::1', 'healthy')])).to.equal(false);
    expect(areTold([{}], [target('i-0abc', 'healthy')])).to.equal(false);
    expect(areTold([taskAt('10.0.0.1')], [target('10.0.0.9', 'healthy')])).to.equal(true);
    expect(areTold([taskAt('10.0.0.1')], [])).to.equal(true);
  });
  it('are told by their host ports where they are instances', () => {
    const task: Task = { containers: [{ networkBindings: [{ hostPort: 32_768 }] }] };
    const instance = (port: number) => target('i-0abc', 'healthy', undefined, port);
    expect(unmetByTargets([task], [[instance(32_768)]], 1)).to.deep.equal([]);
    expect(unmetByTargets([task], [[instance(40_000)]], 1)).to.have.length(1);
  });
  it('are one for each task where tasks share a host port on several instances', () => {
    const task: Task = { containers: [{ networkBindings: [{ hostPort: 8080 }] }] };
    const targets = (second: 'healthy' | 'unhealthy') => [
      target('i-0abc', 'healthy', undefined, 8080),
      target('i-0def', second, undefined, 8080),
    ];
    expect(unmetByTargets([task, task], [targets('healthy')], 2)).to.deep.equal([]);
    expect(unmetByTargets([task, task], [targets('unhealthy')], 2)).to.have.length(1);
  });
});

describe('the target groups of a service', () => {
  it('are one set for each load balancer, with the group that a blue/green deployment alternates with', () => {
    expect(
      targetGroupsOf({
        loadBalancers: [
          { targetGroupArn: 'blue', advancedConfiguration: { alternateTargetGroupArn: 'green' } },
          { targetGroupArn: 'other' },
          { loadBalancerName: 'classic' },
        ],
      }),
    ).to.deep.equal([['blue', 'green'], ['other']]);
  });
});

describe('what sends traffic to a service and cannot be asked for its health', () => {
  const primary = (more: object) => [{ status: 'PRIMARY', ...more }];
  const lattice = { roleArn: 'role', targetGroupArn: 'group', portName: 'web' };
  const cases: [string, Service, string[]][] = [
    [
      'a Classic Load Balancer',
      { loadBalancers: [{ loadBalancerName: 'old' }] },
      ['the health behind the Classic Load Balancer old'],
    ],
    [
      'VPC Lattice',
      { deployments: primary({ vpcLatticeConfigurations: [lattice] }) },
      ['the health of its VPC Lattice targets'],
    ],
    ['no target group', { loadBalancers: [{ targetGroupArn: 'a' }], deployments: primary({}) }, []],
  ];
  for (const [what, service, texts] of cases) {
    it(`is ${what}`, () => expect(unaskedBalancersOf(service)).to.deep.equal(texts));
  }
});
