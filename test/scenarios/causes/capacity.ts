import { said } from '../../said';
import { breaker, firstTasks, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'fargate-capacity': {
    what: 'Fargate has no capacity',
    covers: ['C 14'],
    env: { ECS_CD_TIMEOUT: '3m' },
    given: ({ aws }) =>
      aws.world.setPlacementProblem(
        'shop',
        'web',
        // (AWS docs)
        '. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.',
      ),
    expected: {
      verdict: 'rolled-back',
      words: ['availability zones'],
      cause: 'Fargate has no capacity',
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'fargate-quota': {
    what: 'the account has no vCPU left',
    covers: ['C 14'],
    env: { ECS_CD_TIMEOUT: '3m' },
    given: ({ aws }) =>
      aws.world.setPlacementProblem(
        'shop',
        'web',
        // (AWS docs)
        '. Reason: You’ve reached the limit on the number of vCPUs you can run concurrently.',
      ),
    expected: {
      verdict: 'rolled-back',
      words: ['Service Quotas'],
      cause: 'the account is at its Fargate quota of vCPUs',
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'instance-joins-late': {
    what: 'no container instance fits until one joins the cluster',
    covers: ['C 13'],
    fixture: { service: { launchType: 'EC2' } },
    given: ({ aws }) =>
      aws.world.setPlacementProblem(
        'shop',
        'web',
        // (inference)
        ' because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef has insufficient memory available.',
      ),
    during: { 180: ({ aws }) => aws.world.setPlacementProblem('shop', 'web', undefined) },
    expected: {
      verdict: 'succeeded',
      words: ['too little memory is free'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'no-instance-fits': {
    what: 'no container instance has CPU left, and none comes',
    covers: ['C 13'],
    fixture: { service: { launchType: 'EC2' } },
    env: { ECS_CD_TIMEOUT: '3m' },
    given: ({ aws }) =>
      aws.world.setPlacementProblem(
        'shop',
        'web',
        // (AWS docs)
        ' because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef has insufficient CPU units available.',
      ),
    expected: {
      verdict: 'rolled-back',
      words: ['minimumHealthyPercent', said.deadline],
      cause: 'no container instance fits the task: too little CPU is free',
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'host-port-taken': {
    what: 'the one old task holds the host port that the new one needs',
    covers: ['C 28'],
    fixture: { desiredCount: 1, service: { launchType: 'EC2' } },
    env: { ECS_CD_TIMEOUT: '3m' },
    given: ({ aws }) =>
      aws.world.setPlacementProblem(
        'shop',
        'web',
        // (AWS docs)
        ' because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef is already using a port required by your task.',
      ),
    expected: {
      verdict: 'rolled-back',
      words: ['hostPort to 0'],
      cause: 'no container instance has the host port of the task free',
    },
    truth: { taskDefinition: 'web:1', healthyCount: 1 },
  },
  'partial-launch': {
    what: 'one of the tasks cannot be launched until others are gone',
    covers: ['C 15'],
    fixture: { desiredCount: 4 },
    given: ({ aws }) => aws.world.setObstacles('shop', 'web', { mostTasks: 6 }),
    during: { 150: ({ aws }) => aws.world.setObstacles('shop', 'web', {}) },
    expected: {
      verdict: 'succeeded',
      words: ['ECS could not launch 2 of the tasks'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 4 },
  },
  'network-interface-late': {
    what: 'no task gets its network interface in time',
    covers: ['C 16'],
    fixture: { configuration: breaker },
    given: tasks({
      kind: 'fails-to-start',
      // (AWS docs)
      stoppedReason: 'Timeout waiting for network interface provisioning to complete.',
    }),
    expected: {
      verdict: 'rolled-back',
      words: ['quota of network interfaces', 'circuit breaker'],
      cause: 'the task got no network interface in time',
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'no-free-address': {
    what: 'the subnet has no address left for the first tasks, and then it has',
    covers: ['C 16'],
    given: firstTasks(2, {
      kind: 'fails-to-start',
      // (field report)
      stoppedReason:
        "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-0123456789': InsufficientFreeAddressesInSubnet",
    }),
    expected: {
      verdict: 'succeeded',
      cause: 'the subnet subnet-0123456789 has no free IP address left',
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
};
