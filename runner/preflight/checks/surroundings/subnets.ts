import type { PreflightEvidence } from '../../evidence/evidence';
import { errorOf, warningOf, type PreflightFinding } from '../../evidence/finding';
import { unseenFindings } from '../../evidence/lookup';

/** Every task needs an address. One may be given back at any moment, so none left is no certain failure. */
export function subnetFindings({ looks }: PreflightEvidence): PreflightFinding[] {
  if (!looks.subnets) return [];
  if (looks.subnets.kind !== 'seen') return unseenFindings('subnets', looks.subnets);
  const all = looks.subnets.value;
  if (!all) {
    return [
      errorOf(
        'subnets',
        'a subnet of the service does not exist any more',
        'set networkConfiguration of the service to subnets that exist',
      ),
    ];
  }
  const full = all.filter(({ freeAddresses }) => freeAddresses === 0);
  return full.map(({ id, availabilityZone }) =>
    warningOf(
      `subnet ${id}`,
      `it has no free IP address${full.length === all.length ? ', and neither has any other subnet of the service' : ` (${availabilityZone})`}: tasks that are placed there do not start`,
      'free addresses in it, or give the service larger subnets',
    ),
  );
}
