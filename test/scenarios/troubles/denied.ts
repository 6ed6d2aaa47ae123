import { said } from '../../said';
import { breaker, faulty, loadBalanced } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'logs-denied': {
    what: 'the job may not look at the log of a task, and the tasks crash',
    fixture: { configuration: breaker },
    given: (fixture) => {
      fixture.newTasks({ kind: 'crash', exitCode: 1, log: ['boom'] });
      faulty({ operation: 'GetLogEvents', kind: 'access-denied', times: Infinity })(fixture);
    },
    expected: {
      verdict: 'rolled-back',
      words: ['logs:GetLogEvents'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'records-denied': {
    what: 'the job may not look at service deployments, and the tasks crash',
    fixture: { configuration: breaker },
    given: (fixture) => {
      fixture.newTasks({ kind: 'crash', exitCode: 1, log: ['boom'] });
      faulty({ operation: 'ListServiceDeployments', kind: 'access-denied', times: Infinity })(fixture);
    },
    expected: {
      verdict: 'rolled-back',
      words: ['ecs:ListServiceDeployments'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'stop-denied': {
    what: 'the job may not stop a deployment, so it updates the service back',
    given: (fixture) => {
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
      faulty({ operation: 'StopServiceDeployment', kind: 'access-denied', times: 9 })(fixture);
    },
    expected: {
      verdict: 'rolled-back',
      words: ['ecs:StopServiceDeployment'],
      cause: said.exited(1),
      changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'tasks-denied': {
    what: 'the job may not look at the tasks, and the tasks crash',
    fixture: { configuration: breaker },
    given: (fixture) => {
      fixture.newTasks({ kind: 'crash', exitCode: 1, log: ['boom'] });
      faulty({ operation: 'ListTasks', kind: 'access-denied', times: Infinity })(fixture);
    },
    expected: {
      verdict: 'rolled-back',
      isUnverified: true,
      words: ['ecs:ListTasks', 'web:1 serves again (ECS says so; not verified'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'target-health-denied': {
    what: 'the job may not look at the health of the targets, and they get none',
    fixture: { service: loadBalanced },
    given: (fixture) => {
      fixture.newTasks({ kind: 'unhealthy-target' });
      faulty({ operation: 'DescribeTargetHealth', kind: 'access-denied', times: Infinity })(fixture);
    },
    expected: {
      verdict: 'rolled-back',
      isUnverified: true,
      words: ['elasticloadbalancing:DescribeTargetHealth'],
      cause: "failed the load balancer's health check",
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
