import type { FuzzCase } from './fuzz-case';

/** What is read of the service is old, though it says that it is of this moment. */
export const oldReadings = (after: number, times: number, seconds: number): FuzzCase['faults'][number] => ({
  ...{ operation: 'DescribeServices', kind: 'stale', after, times, seconds },
  isStampedAnew: true,
});
