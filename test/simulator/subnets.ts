import type { DescribeSubnetsRequest } from '@aws-sdk/client-ec2';
import { awsError, type Api, type Setting } from './api';
import { errorTexts } from './texts';

export interface SubnetOptions {
  readonly freeAddresses?: number;
  readonly availabilityZone?: string;
  readonly isIpv6Only?: boolean;
}

export interface SubnetsWorld {
  /** Called again, it changes the subnet. */
  createSubnet(subnetId: string, options?: SubnetOptions): void;
}

/** EC2, as far as its subnets. */
export function createSubnets({ region }: Setting): { api: Api; world: SubnetsWorld } {
  const subnets = new Map<string, SubnetOptions>();
  return {
    api: {
      service: 'ec2',
      operations: {
        DescribeSubnets({ SubnetIds = [...subnets.keys()] }: DescribeSubnetsRequest) {
          const unknown = SubnetIds.find((id) => !subnets.has(id));
          if (unknown !== undefined)
            throw awsError('InvalidSubnetID.NotFound', errorTexts.subnetNotFound(unknown));
          return {
            Subnets: SubnetIds.map((SubnetId) => {
              const subnet = subnets.get(SubnetId);
              return {
                SubnetId,
                State: 'available',
                AvailabilityZone: subnet?.availabilityZone ?? `${region}a`,
                // (AWS docs) It counts IPv4 alone, of which a subnet that is IPv6-only has none.
                AvailableIpAddressCount: subnet?.isIpv6Only ? 0 : (subnet?.freeAddresses ?? 250),
                Ipv6Native: subnet?.isIpv6Only ?? false,
              };
            }),
          };
        },
      },
    },
    world: { createSubnet: (subnetId, options = {}) => void subnets.set(subnetId, options) },
  };
}
