import { said } from '../../said';
import { imageNotFound } from '../../simulator/ecs/tasks/scripted-tasks';
import {
  endsWith,
  killedAfterRunTask,
  oneOffTasks,
  pausedAfterScaleUp,
  pipelineJob,
  somebodyDeploys,
} from '../given/givens';
import type { Scenarios } from '../scenario';

const env = { ECS_CD_RUN_BEFORE: 'migrate' };

export const scenarios: Scenarios = {
  'after-a-pause': {
    what: 'a pause hook holds the deployment that a command is to run after',
    fixture: { configuration: pausedAfterScaleUp },
    env: { ECS_CD_RUN_AFTER: 'bin/warm-up' },
    expected: {
      verdict: 'paused',
      words: ['ECS_CD_RUN_AFTER is not run while the deployment is paused'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', waitsFor: 'hook' },
  },
  'by-hand-too-slow': {
    what: 'a command does not end in its time, and its task is stopped',
    argv: ['run-task'],
    env: { ECS_CD_RUN: 'sleep 600', ECS_CD_RUN_TIMEOUT: '5m' },
    given: oneOffTasks(endsWith(0, [], 600)),
    expected: {
      verdict: 'task-failed',
      words: ['had not ended after 5 min', 'asked ECS to stop task'],
      changes: ['RunTask', 'StopTask'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'by-hand': {
    what: 'somebody runs a command by hand, in the revision that serves',
    argv: ['run-task'],
    env: { ...pipelineJob, ECS_CD_RUN: '["rake","report:daily"]' },
    given: oneOffTasks(endsWith(0, ['sent 12 reports'])),
    expected: {
      verdict: 'succeeded',
      words: ['"rake report:daily" in container web of web:1 exited with code 0', '| sent 12 reports'],
      changes: ['RunTask'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'command-after-fails': {
    what: 'the release serves, and a command that runs after it fails: the job is red, the release stays',
    env: { ECS_CD_RUN_AFTER: 'warm-the-cache' },
    given: oneOffTasks(endsWith(3)),
    expected: {
      verdict: 'task-failed',
      words: ['web:2 serves and is left in place'],
      changes: ['RegisterTaskDefinition', 'UpdateService', 'RunTask'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'deployed-meanwhile': {
    what: 'somebody deploys something else while a command runs that has to come first',
    env: { ...pipelineJob, ECS_CD_RUN_BEFORE: 'bin/migrate' },
    given(fixture) {
      oneOffTasks(endsWith(0, [], 150))(fixture);
      fixture.aws.onCall(({ operation }) => {
        if (operation === 'RunTask') fixture.aws.clock.schedule(60_000, () => somebodyDeploys(fixture));
      });
    },
    expected: {
      verdict: 'superseded',
      words: ['its PRIMARY deployment is', 'of outside:1 now; the service was not changed'],
      changes: ['RegisterTaskDefinition', 'RunTask'],
    },
    truth: { taskDefinition: 'outside:1', healthyCount: 2 },
  },
  'image-missing': {
    what: 'the task of a migration cannot pull its image, and ends without an exit code',
    env: { ECS_CD_RUN_BEFORE: 'migrate' },
    given: oneOffTasks(imageNotFound('team/web:v2')),
    expected: {
      verdict: 'task-failed',
      words: ['the task stopped without an exit code of it', 'CannotPullContainerError'],
      changes: ['RegisterTaskDefinition', 'RunTask'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'killed-while-it-runs': {
    what: 'an earlier try of the job was killed while its migration ran: that one is followed, none is started',
    env: { ...pipelineJob, ...env },
    async given(fixture) {
      oneOffTasks(endsWith(0, [], 300))(fixture);
      await killedAfterRunTask(60, env)(fixture);
    },
    expected: {
      verdict: 'succeeded',
      words: ['an earlier try of this job started task'],
      changes: ['UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'migration-fails': {
    what: 'a migration fails, and the service is not touched',
    env: { ECS_CD_RUN_BEFORE: 'bundle exec rails db:migrate' },
    given: oneOffTasks(endsWith(1, ['PG::DuplicateTable: relation "orders" already exists'])),
    expected: {
      verdict: 'task-failed',
      words: [said.exited(1), 'PG::DuplicateTable', 'the service was not changed'],
      changes: ['RegisterTaskDefinition', 'RunTask'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  migration: {
    what: 'a migration runs in the new revision and succeeds, then the service changes',
    env: { ECS_CD_RUN_BEFORE: 'bundle exec rails db:migrate' },
    given: oneOffTasks(endsWith(0, ['== CreateOrders: migrated'])),
    expected: {
      verdict: 'succeeded',
      words: ['"bundle exec rails db:migrate" in container web of web:2', '| == CreateOrders: migrated'],
      changes: ['RegisterTaskDefinition', 'RunTask', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'no-room': {
    what: 'RunTask answers HTTP 200 with a failure, again and again: no instance has the memory',
    env: { ECS_CD_RUN_BEFORE: 'migrate' },
    given: ({ aws }) => aws.world.failRunTask(...Array<string>(20).fill('RESOURCE:MEMORY')),
    expected: {
      verdict: 'task-failed',
      words: ['was not run: ECS started no task', 'too little memory is free'],
      changes: ['RegisterTaskDefinition', ...Array<string>(12).fill('RunTask')],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'room-later': {
    what: 'no instance has an agent that answers; a moment later one has',
    env: { ECS_CD_RUN_BEFORE: 'migrate' },
    given(fixture) {
      fixture.aws.world.failRunTask('AGENT', 'AGENT');
      oneOffTasks(endsWith(0))(fixture);
    },
    expected: {
      verdict: 'succeeded',
      words: ['no room for the task yet (AGENT)'],
      changes: ['RegisterTaskDefinition', 'RunTask', 'RunTask', 'RunTask', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'too-slow': {
    what: 'a migration does not end in its time: its task is stopped, and the service is not touched',
    env: { ECS_CD_RUN_BEFORE: 'sleep 600', ECS_CD_RUN_TIMEOUT: '5m' },
    given: oneOffTasks(endsWith(0, [], 600)),
    expected: {
      verdict: 'task-failed',
      words: ['had not ended after 5 min', 'asked ECS to stop task'],
      changes: ['RegisterTaskDefinition', 'RunTask', 'StopTask'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
};
