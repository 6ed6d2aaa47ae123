import type { EC2Client } from '@aws-sdk/client-ec2';
import { readErrorOf } from '../../aws/aws-error';

export interface Subnet {
  readonly id: string;
  readonly availabilityZone: string;
  /** IPv4 addresses; undefined in a subnet that has none at all, being IPv6-only. */
  readonly freeAddresses: number | undefined;
}

export interface Subnets {
  /** Undefined where one of them does not exist: EC2 answers nothing about the others then. */
  describeSubnets(ids: readonly string[], signal: AbortSignal): Promise<readonly Subnet[] | undefined>;
}

export function subnetsApi(client: () => EC2Client): Subnets {
  return {
    async describeSubnets(ids, abortSignal) {
      // The largest of all clients: it is loaded where a service has subnets to look at.
      const { ec2Sdk } = require('../../aws/clients/sdk-ec2') as typeof import('../../aws/clients/sdk-ec2');
      try {
        const input = { SubnetIds: [...ids] };
        const answer = await client().send(new ec2Sdk.DescribeSubnetsCommand(input), { abortSignal });
        return (answer.Subnets ?? []).map(
          ({ SubnetId = '', AvailabilityZone = '', AvailableIpAddressCount, Ipv6Native }) => ({
            id: SubnetId,
            availabilityZone: AvailabilityZone,
            freeAddresses: Ipv6Native ? undefined : AvailableIpAddressCount,
          }),
        );
      } catch (error) {
        if (error instanceof Error && error.name === 'InvalidSubnetID.NotFound') return undefined;
        const permission = 'ec2:DescribeSubnets';
        throw readErrorOf(error, { purpose: 'look at the subnets', permission, resource: '*' });
      }
    },
  };
}
