import type { PreflightEvidence } from '../../evidence/evidence';
import { errorOf, warningOf, type Found } from '../../evidence/finding';
import { findingsIn } from '../../evidence/lookup';

/** Every task needs an address. One may be given back at any moment, so none left is no certain failure. */
export function subnetFindings({ looks }: PreflightEvidence): Found {
  if (!looks.subnets) return undefined;
  return findingsIn('subnets', looks.subnets.look, (all) => {
    if (!all) {
      return errorOf(
        'subnets',
        'a subnet of the service does not exist any more',
        'set networkConfiguration of the service to subnets that exist',
      );
    }
    // One that is IPv6-only has no IPv4 address to count.
    const full = all.filter((one) => one.AvailableIpAddressCount === 0 && !one.Ipv6Native);
    const andOthers = full.length === all.length ? ', and neither has any other subnet of the service' : '';
    return full.map(({ SubnetId = '', AvailabilityZone = '' }) =>
      warningOf(
        `subnet ${SubnetId}`,
        `it has no free IP address${andOthers || ` (${AvailabilityZone})`}: tasks that are placed there do not start`,
        'free addresses in it, or give the service larger subnets',
      ),
    );
  });
}
