import { said } from '../../said';
import { alarms, breaker, containers, loadBalanced, targetGroupNamed, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'crash-after-healthy': {
    what: 'each task crashes five seconds after ECS has counted it as healthy, so its circuit breaker counts from 0 each time',
    covers: ['D3 breaker off + crash loop'],
    fixture: { configuration: breaker },
    // (AWS docs) without a health check a task is healthy 40 s after it runs.
    given: tasks({ kind: 'crash', exitCode: 1, afterSeconds: 45 }),
    expected: {
      verdict: 'rolled-back',
      cause: said.exited(1),
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'crash-in-the-bake': {
    what: 'a rolling deployment with alarms crashes in the tenth minute of its bake, and no alarm goes off',
    fixture: { configuration: { ...alarms, bakeTimeInMinutes: 20 } },
    given: (fixture) => fixture.newTasks({ kind: 'crash', exitCode: 1, afterSeconds: 600 }),
    expected: {
      verdict: 'rolled-back',
      words: ['waiting for the end of the bake time'],
      absent: ['stage ', 'a CloudWatch alarm went off'],
      cause: said.exited(1),
      givenUpAfter: 2,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'crash-while-baking': {
    what: 'the release crashes in the tenth minute of a bake, and ECS would bake on',
    fixture: { configuration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 20 } },
    given: (fixture) => fixture.newTasks({ kind: 'crash', exitCode: 1, afterSeconds: 600 }),
    expected: {
      verdict: 'rolled-back',
      words: ['stage BAKE_TIME'],
      cause: said.exited(1),
      givenUpAfter: 2,
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'crash-while-draining': {
    what: 'the new tasks crash while the old ones drain for ten minutes, and drain themselves when they are taken back',
    fixture: { service: loadBalanced },
    given: (fixture) => {
      fixture.aws.world.setDeregistrationDelay(targetGroupNamed('web'), 600);
      containers(fixture, { web: { exitCode: 1, afterSeconds: 120 } });
    },
    expected: {
      verdict: 'rolled-back',
      words: ['waiting for replaced tasks to drain'],
      cause: said.exited(1),
      givenUpAfter: 2,
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, taskCount: 2 },
  },
  'crashes-unseen': {
    what: 'the tasks crash over and over after ECS has called them healthy, and cannot be listed',
    given: (fixture) => {
      fixture.newTasks({ kind: 'crash', exitCode: 1, afterSeconds: 60 });
      fixture.aws.faults.add({ operation: 'ListTasks', kind: 'unavailable', times: Infinity });
    },
    expected: { verdict: 'needs-attention' },
    truth: { desiredCount: 2 },
  },
  'many-crashes': {
    what: 'more tasks crash than one answer lists',
    covers: ['D3 >100 tasks'],
    fixture: { desiredCount: 120 },
    given: tasks({ kind: 'crash', exitCode: 1 }),
    expected: {
      verdict: 'rolled-back',
      words: ['120 tasks'],
      cause: said.exited(1),
      givenUpAfter: 2,
    },
    truth: { taskDefinition: 'web:1', healthyCount: 120 },
  },
  'many-ways-to-crash': {
    what: 'twenty tasks crash in twenty different ways at once',
    fixture: { desiredCount: 20 },
    given: ({ aws }) => {
      let exitCode = 0;
      aws.world.outcomeOf = ({ taskDefinition }) => {
        if (taskDefinition === 'web:1') return { kind: 'healthy' };
        exitCode = (exitCode % 20) + 1;
        return { kind: 'crash', exitCode, log: [`way ${exitCode}`] };
      };
    },
    expected: {
      verdict: 'rolled-back',
      words: ['| way 1', 'and 16 more, see above'],
      cause: said.exited(1),
    },
    truth: { taskDefinition: 'web:1', healthyCount: 20 },
  },
  'reason-with-an-id': {
    what: 'each of fifteen tasks names a folder of its own in the reason that it stopped for',
    fixture: {
      desiredCount: 15,
      configuration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    },
    given: ({ aws }) => {
      let id = 1_234_567_890;
      aws.world.outcomeOf = ({ taskDefinition }) =>
        taskDefinition === 'web:1'
          ? { kind: 'healthy' }
          : {
              kind: 'fails-to-start',
              stoppedReason: `FluxCapacitorError: failed to mount /tmp/containerd-mount${(id += 7_919)}: try later`,
            };
    },
    expected: {
      verdict: 'rolled-back',
      words: ['tasks of web:2: FluxCapacitorError', 'more tasks stopped in the same way'],
      absent: ['1 task of web:2', 'more, see above'],
      cause: 'FluxCapacitorError: failed to mount /tmp/containerd-mount',
    },
    truth: { taskDefinition: 'web:1', healthyCount: 15 },
  },
  'daemon-crashes': {
    what: 'the task of a daemon service crashes on its machine',
    fixture: { service: { schedulingStrategy: 'DAEMON', launchType: 'EC2' } },
    given: tasks({ kind: 'crash', exitCode: 1 }),
    expected: { verdict: 'rolled-back', cause: said.exited(1), givenUpAfter: 2 },
    truth: { taskDefinition: 'web:1', healthyCount: 1 },
  },
  'unknown-text': {
    what: 'tasks stop for a reason that nobody has seen before',
    fixture: { configuration: breaker },
    given: tasks({ kind: 'fails-to-start', stoppedReason: 'FluxCapacitorError: 1.21 gigawatts are missing' }),
    expected: {
      verdict: 'rolled-back',
      words: ['circuit breaker', 'see the stopped task', 'ECS documentation'],
      cause: 'FluxCapacitorError: 1.21 gigawatts are missing',
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'no-exit-code': {
    what: 'a container never started, so it has no exit code',
    covers: ['D3 no exitCode'],
    given: tasks({
      kind: 'fails-to-start',
      stoppedReason: 'Task failed to start',
      // (field report)
      reason:
        'CannotStartContainerError: Error response from daemon: OCI runtime create failed: unable to start container process: exec: "./start.sh": stat ./start.sh: no such file or directory: unknown',
    }),
    expected: {
      verdict: 'rolled-back',
      words: ['ENTRYPOINT'],
      cause: 'the image has no program ./start.sh',
      givenUpAfter: 2,
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
