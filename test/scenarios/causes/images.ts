import { imageNotFound } from '../../simulator/ecs/tasks/scripted-tasks';
import { breaker, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'image-missing': {
    what: 'the image was removed from the registry after the job had looked it up',
    covers: ['C 1'],
    fixture: { desiredCount: 1, configuration: breaker },
    given: tasks(imageNotFound('123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/web@sha256:0123')),
    expected: {
      verdict: 'rolled-back',
      words: ['lifecycle policy'],
      cause: 'the registry does not have the image',
      givenUpAfter: 1,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 1 },
  },
  'image-never-built': {
    what: 'there is no image of this tag in ECR',
    covers: ['C 1'],
    env: { DOCKER_TAG: 'v3' },
    expected: { verdict: 'rejected', words: ['v3 in ECR', 'run the build job'], changes: [] },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'pull-denied': {
    what: 'the execution role may not pull from the repository',
    covers: ['C 2'],
    fixture: { configuration: breaker },
    given: tasks({
      kind: 'fails-to-start',
      // (field report)
      stoppedReason:
        'CannotPullContainerError: pull access denied for 123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/web, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    }),
    expected: {
      verdict: 'rolled-back',
      words: ['ecr:BatchGetImage', 'execution role'],
      cause: 'may not pull the image',
      givenUpAfter: 1,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'pull-denied-ec2': {
    what: 'the agent of a container instance may not pull the image',
    covers: ['C 2'],
    fixture: { configuration: breaker, service: { launchType: 'EC2' } },
    given: tasks({
      kind: 'fails-to-start',
      // (field report)
      stoppedReason:
        'CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry.',
    }),
    expected: {
      verdict: 'rolled-back',
      words: ['ecr:BatchGetImage', 'instance role'],
      cause: 'may not pull the image',
      givenUpAfter: 1,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'registry-login-denied': {
    what: 'the execution role may not log in to ECR',
    covers: ['C 7'],
    fixture: { configuration: breaker },
    given: tasks({
      kind: 'fails-to-start',
      // (field report)
      stoppedReason:
        'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web-execution/0123 is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action',
    }),
    expected: {
      verdict: 'rolled-back',
      words: ['allow ecr:GetAuthorizationToken', 'web-execution'],
      cause: 'the task may not log in to ECR',
      givenUpAfter: 1,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'registry-unreachable': {
    what: 'the tasks have no way to the registry, and no new one has more luck',
    covers: ['C 3'],
    fixture: { configuration: breaker },
    given: tasks({
      kind: 'fails-to-start',
      // (field report)
      stoppedReason:
        'CannotPullContainerError: The task cannot pull 123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/web:v2 from the registry 123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/web:v2. There is a connection issue between the task and the registry. Check your task network configuration. : failed to copy: httpReadSeeker: failed open: failed to do request: dial tcp 10.0.0.1:443: i/o timeout',
      afterSeconds: 60,
    }),
    expected: {
      verdict: 'rolled-back',
      words: ['NAT gateway', 'circuit breaker'],
      cause: 'the task cannot pull its image: no connection',
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'wrong-architecture': {
    what: 'the image is of another architecture, which only shows when its command is to run',
    covers: ['C 5'],
    fixture: { desiredCount: 1, configuration: breaker },
    given: tasks({
      kind: 'crash',
      exitCode: 255,
      afterSeconds: 1,
      // (field report)
      log: ['exec /usr/local/bin/web: exec format error'],
    }),
    expected: {
      verdict: 'rolled-back',
      words: ['exec /usr/local/bin/web: exec format error', 'runtimePlatform.cpuArchitecture'],
      cause: 'built for another CPU architecture',
      givenUpAfter: 1,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 1 },
  },
  'wrong-architecture-of-index': {
    what: 'the image index has nothing for the platform of the tasks',
    covers: ['C 4'],
    fixture: { configuration: breaker },
    given: tasks({
      kind: 'fails-to-start',
      // (field report)
      stoppedReason:
        "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
      afterSeconds: 60,
    }),
    expected: {
      verdict: 'rolled-back',
      words: ['ECS_CD_PLATFORM'],
      cause: 'is not built for linux/amd64',
      givenUpAfter: 1,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
