import fc, { type Arbitrary } from 'fast-check';
import { oneOf, recordOf, seconds, sometimes } from './arbitrary';
import type { FuzzFault } from './fuzz-case';

const writes = [
  'UpdateService',
  'UpdateExpressGatewayService',
  'StopServiceDeployment',
  'ContinueServiceDeployment',
  'RegisterTaskDefinition',
] as const;
const neededReads = [
  'DescribeServices',
  'DescribeServices',
  'DescribeTaskDefinition',
  'BatchGetImage',
] as const;
const optionalReads = [
  'ListServiceDeployments',
  'DescribeServiceDeployments',
  'DescribeServiceRevisions',
  'ListTasks',
  'DescribeTasks',
  'GetLogEvents',
  'DescribeTargetHealth',
  'GetCallerIdentity',
  'SimulatePrincipalPolicy',
  'DescribeSubnets',
] as const;
const operation = oneOf(...neededReads, ...optionalReads, ...writes, '*');
const after = fc.oneof(seconds(3), seconds(25));
const times = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 60 }));

const passing = ['throttle', 'server-error', 'unavailable', 'refuse', 'lost-reply', 'strange-page'] as const;
/** A fault of AWS, or of the way there. */
export const troubles: Arbitrary<FuzzFault> = fc.oneof(
  {
    weight: 80,
    arbitrary: recordOf({ operation, kind: oneOf(...passing), after, times: sometimes(95, times) }),
  },
  {
    weight: 30,
    arbitrary: recordOf({
      operation: oneOf(
        'DescribeServices',
        'DescribeServiceDeployments',
        'ListServiceDeployments',
        'ListTasks',
        'DescribeTasks',
      ),
      kind: fc.constant('stale' as const),
      after,
      times: sometimes(90, times),
      seconds: fc.integer({ min: 1, max: 120 }),
      isStampedAnew: sometimes(30, fc.constant(true)),
    }),
  },
  {
    weight: 10,
    arbitrary: recordOf({
      operation: fc.constant('StopServiceDeployment' as const),
      kind: fc.constant('stop-too-late' as const),
      after: fc.constant(0),
    }),
  },
  {
    weight: 30,
    arbitrary: recordOf({
      operation: oneOf(...optionalReads, 'StopServiceDeployment'),
      kind: fc.constant('access-denied' as const),
      after,
      times: sometimes(20, times),
    }),
  },
  {
    weight: 10,
    arbitrary: recordOf({
      operation: oneOf(...neededReads, ...writes),
      kind: fc.constant('access-denied' as const),
      after,
      times: sometimes(50, times),
    }),
  },
  {
    weight: 10,
    arbitrary: recordOf({
      operation,
      kind: fc.constant('expired-token' as const),
      after,
      times: sometimes(10, times),
    }),
  },
  {
    // Each takes real time.
    weight: 2,
    arbitrary: recordOf({
      operation,
      kind: oneOf('hang', 'half-reply'),
      after,
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
);
