import { event, exited, stoppedByEcs, targetGroup, type KnownText } from './known-text';

const outOfMemory = 'OutOfMemoryError: Container killed due to memory usage';
const onStopCode = (stopCode: string, stoppedReason = 'whatever: not found') =>
  ({ kind: 'task', stopCode, stoppedReason, containers: [{ name: 'app', exitCode: 137 }] }) as const;

/** Ends of containers that ran, and health checks. */
export const stopTexts: readonly KnownText[] = [
  {
    row: 5,
    id: 'wrong-architecture',
    evidence: exited([{ name: 'app', exitCode: 255 }], ['exec /bin/server: exec format error']),
    names: ['container app', '/bin/server'],
    fixes: ['cpuArchitecture', 'TASK_FAMILY'],
    definitiveAfter: 1,
  },
  {
    row: 5,
    id: 'wrong-architecture',
    evidence: exited(
      [{ name: 'app', exitCode: 1 }],
      ['standard_init_linux.go:228: exec user process caused: exec format error'],
    ),
    definitiveAfter: 1,
  },
  {
    row: 5,
    id: 'wrong-architecture',
    evidence: exited(
      [{ name: 'app', exitCode: 1 }],
      ['{"msg":"exec container process `/app`: Exec format error","level":"error"}'],
    ),
    names: ['/app'],
    definitiveAfter: 1,
  },
  {
    row: 9,
    id: 'container-exited',
    evidence: exited([{ name: 'app', exitCode: 1 }], ['Error: no database']),
    names: ['container app exited with code 1'],
    fixes: ['container app', 'STAGE'],
    definitiveAfter: 2,
  },
  {
    row: 9,
    id: 'container-exited',
    evidence: exited([{ name: 'app', exitCode: 0 }]),
    names: ['container app exited with code 0', 'without an error'],
    fixes: ['essential', 'TASK_FAMILY'],
    definitiveAfter: 2,
  },
  {
    row: 10,
    id: 'out-of-memory',
    evidence: exited([
      { name: 'proxy', exitCode: 137 },
      { name: 'app', exitCode: 137, reason: outOfMemory },
    ]),
    names: ['container app', 'memory'],
    fixes: ['raise memory', 'TASK_FAMILY'],
    definitiveAfter: 2,
  },
  {
    row: 11,
    id: 'container-unhealthy',
    evidence: stoppedByEcs('Task failed container health checks', [
      { name: 'proxy', exitCode: 1, healthStatus: 'UNKNOWN' },
      { name: 'app', exitCode: 137, healthStatus: 'UNHEALTHY' },
    ]),
    names: ['container app'],
    fixes: ['healthCheck', 'TASK_FAMILY'],
    definitiveAfter: 2,
  },
  {
    row: 11,
    id: 'container-unhealthy',
    evidence: stoppedByEcs('Task failed container health checks', [
      { name: 'proxy', exitCode: 1 },
      { name: 'app', exitCode: 137, isChecked: true },
    ]),
    names: ['container app'],
    definitiveAfter: 2,
  },
  {
    row: 11,
    id: 'container-unhealthy',
    evidence: event('(task 0f1e2d) failed container health checks.'),
    definitiveAfter: 2,
  },
  {
    row: 12,
    id: 'target-unhealthy',
    evidence: stoppedByEcs(`Task failed ELB health checks in (target-group ${targetGroup})`, [
      { name: 'app', exitCode: 137 },
    ]),
    names: ['target group web'],
    fixes: ['security group', 'healthCheckGracePeriodSeconds', 'SERVICE_NAME'],
    definitiveAfter: 2,
  },
  {
    row: 12,
    id: 'target-unhealthy',
    evidence: event(
      `(task 0f1e2d) (port 8080) is unhealthy in (target-group ${targetGroup}) due to (reason Health checks failed with these codes: [500])`,
    ),
    names: ['target group web', 'port 8080', 'Health checks failed with these codes: [500]'],
    fixes: ['matcher'],
    definitiveAfter: 2,
  },
  // EC2
  {
    row: 12,
    id: 'target-unhealthy',
    evidence: event(
      `(instance i-0a1b) (port 32768) is unhealthy in (target-group ${targetGroup}) due to (reason Request timed out)`,
    ),
    names: ['Request timed out'],
    fixes: ['0.0.0.0', 'security group'],
    definitiveAfter: 2,
  },
  ...['ResponseCodeMismatch', 'Timeout', 'FailedHealthChecks'].map((reason) => ({
    row: 12,
    id: 'target-unhealthy',
    evidence: { kind: 'target', reason: `Target.${reason}` } as const,
    fixes: ['target group', 'SERVICE_NAME'],
  })),
  {
    id: 'target-unused',
    evidence: {
      kind: 'target',
      reason: 'Target.NotInUse',
      description: 'Target is in an Availability Zone that is not enabled for the load balancer',
    },
    names: ['Availability Zone'],
  },
  {
    id: 'load-balancer-error',
    evidence: { kind: 'target', reason: 'Elb.InternalError' },
  },
  { row: 31, id: 'spot-interruption', evidence: onStopCode('SpotInterruption') },
  {
    row: 31,
    id: 'spot-interruption',
    evidence: { kind: 'task', stoppedReason: 'Your Spot Task was interrupted.', containers: [] },
  },
  { row: 31, id: 'infrastructure', evidence: onStopCode('InfrastructureHealth') },
  { row: 31, id: 'infrastructure', evidence: onStopCode('TerminationNotice') },
  {
    row: 31,
    id: 'infrastructure',
    evidence: {
      kind: 'task',
      stoppedReason: 'Host EC2 (instance i-0a1b2c) terminated.',
      containers: [{ name: 'app', exitCode: 137 }],
    },
  },
  { row: 31, id: 'stopped-by-user', evidence: onStopCode('UserInitiated', 'Task failed ELB health checks') },
  {
    row: 32,
    id: 'scaling',
    evidence: stoppedByEcs('Scaling activity initiated by (deployment ecs-svc/1234567890123456789)', [
      { name: 'app', exitCode: 1 },
    ]),
  },
  { id: 'service-deleted', evidence: stoppedByEcs('Service was deleted') },
];
