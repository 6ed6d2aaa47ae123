import type { ServiceFixture, FixtureOptions } from '../service-fixture';
import { shifted } from '../scenarios/given/shift';
import { warning, type Case } from './cases';
import { all, denied } from './look-ahead';

const fixture: FixtureOptions = { service: shifted, configuration: { strategy: 'BLUE_GREEN' } };
const rolling: FixtureOptions = { service: shifted };
const subnets =
  (freeAddresses: number) =>
  ({ aws }: ServiceFixture) =>
    ['subnet-1', 'subnet-2'].forEach((id) => aws.world.createSubnet(id, { freeAddresses }));
const onInstances: FixtureOptions = {
  desiredCount: 4,
  service: { ...shifted, launchType: 'EC2' },
  configuration: { strategy: 'BLUE_GREEN' },
};
const instances =
  (...args: [count: number, room?: Parameters<ServiceFixture['aws']['world']['setContainerInstances']>[2]]) =>
  ({ aws }: ServiceFixture) =>
    aws.world.setContainerInstances('shop', ...args);

/** Whether there is room for all new tasks beside all old ones. */
export const capacityCases: readonly Case[] = [
  {
    what: 'too few addresses for twice the tasks',
    appears: { fixture: { ...fixture, desiredCount: 8 }, given: subnets(3) },
    finding: warning('subnets', /6 free IP addresses, and BLUE_GREEN starts 8 tasks/),
    absent: [
      { fixture: { ...fixture, desiredCount: 8 }, given: subnets(4) },
      { fixture: { ...rolling, desiredCount: 8 }, given: subnets(3) },
      // Nothing would be deployed.
      {
        fixture: { ...fixture, desiredCount: 8 },
        async given(deployed) {
          subnets(3)(deployed);
          await deployed.deploy();
        },
      },
    ],
  },
  {
    what: 'container instances without room for twice the tasks',
    appears: { fixture: onInstances, given: instances(3, { CPU: 1023, MEMORY: 1023 }) },
    finding: warning(
      'container instances',
      /the cluster has room for 3 tasks of 256 CPU units and 512 MiB, and BLUE_GREEN starts 4 tasks/,
      /add instances/,
    ),
    absent: [
      { fixture: onInstances, given: instances(4, { CPU: 1023, MEMORY: 1023 }) },
      { fixture: onInstances, given: instances(1, { CPU: 1024, MEMORY: 2048 }) },
      // More than one call answers.
      { fixture: onInstances, given: instances(101, { CPU: 0, MEMORY: 0 }) },
      {
        fixture: onInstances,
        given: all(instances(1, { CPU: 0, MEMORY: 0 }), denied('DescribeContainerInstances')),
      },
      {
        fixture: { ...onInstances, configuration: {} },
        given: instances(1, { CPU: 0, MEMORY: 0 }),
      },
      { fixture: { ...fixture, desiredCount: 4 }, given: instances(1, { CPU: 0, MEMORY: 0 }) },
    ],
  },
  {
    what: 'a cluster without container instances',
    appears: { fixture: onInstances, given: instances(0) },
    finding: warning('container instances', /room for 0 tasks/),
  },
  {
    what: 'container instances that lack memory',
    appears: { fixture: onInstances, given: instances(1, { CPU: 4096, MEMORY: 1535 }) },
    finding: warning('container instances', /room for 2 tasks/),
  },
];
