import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'RunTask answers HTTP 200 with a failure, again and again: no instance has the memory',
  env: { ECS_CD_RUN_BEFORE: 'migrate' },
  given: ({ aws }) => aws.world.failRunTask(...Array<string>(20).fill('RESOURCE:MEMORY')),
  expected: {
    verdict: 'task-failed',
    words: ['was not run: ECS started no task', 'too little memory is free'],
    changes: ['RegisterTaskDefinition', ...Array<string>(12).fill('RunTask')],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
