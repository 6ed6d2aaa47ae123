/** Beginnings of region names, and the partition that the region is in (the SDK's own partition table). */
const partitions: readonly (readonly [region: RegExp, partition: string])[] = [
  [/^cn-/, 'aws-cn'],
  [/^us-gov-/, 'aws-us-gov'],
  [/^us-iso-/, 'aws-iso'],
  [/^us-isob-/, 'aws-iso-b'],
  [/^eu-isoe-/, 'aws-iso-e'],
  [/^us-isof-/, 'aws-iso-f'],
  [/^eusc-/, 'aws-eusc'],
];

/** The part of an ARN that says which of AWS's separate clouds it is in. */
export function partitionOf(region: string): string {
  return partitions.find(([beginning]) => beginning.test(region))?.[1] ?? 'aws';
}
