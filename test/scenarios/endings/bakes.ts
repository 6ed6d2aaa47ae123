import { shifted } from '../given/shift';
import { alarms, blueGreen, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'bake-of-blue-green': {
    what: 'a blue/green deployment bakes for six minutes, longer than the deadline is',
    fixture: { service: shifted, configuration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 6 } },
    env: { ECS_CD_TIMEOUT: '5m' },
    expected: {
      verdict: 'succeeded',
      words: [
        'stage PRODUCTION_TRAFFIC_SHIFT, production 100 %, test 100 %',
        'stage BAKE_TIME',
        'waiting for the end of the bake time, until about ',
      ],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'bake-of-rolling': {
    what: 'a rolling deployment with alarms bakes for longer than the deadline is, and names no stage',
    fixture: { configuration: { ...alarms, bakeTimeInMinutes: 6 } },
    env: { ECS_CD_TIMEOUT: '5m' },
    expected: {
      verdict: 'succeeded',
      words: ['waiting for the end of the bake time, until about '],
      absent: ['stage '],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'bake-without-a-record': {
    what: 'a rolling deployment bakes for longer than the deadline is where no record of it may be seen',
    fixture: { configuration: { ...alarms, bakeTimeInMinutes: 6 } },
    env: { ECS_CD_TIMEOUT: '5m' },
    given: ({ aws }) => aws.world.setRecordDelay('never'),
    expected: {
      verdict: 'succeeded',
      words: ['waiting for the end of the bake time'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'wait-until-baking': {
    what: 'the new tasks have all the traffic, and ECS begins to bake for 20 minutes, which nobody waits for',
    fixture: { configuration: blueGreen },
    env: { ECS_CD_WAIT_UNTIL: 'baking' },
    expected: {
      verdict: 'succeeded',
      words: ['(verified); ECS bakes it and may still take it back until about'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { baking: 'web:2', isRolloutInFlight: true },
  },
  'wait-until-baking-fails': {
    what: 'ECS would bake, but the tasks crash before',
    fixture: { configuration: blueGreen },
    given: tasks({ kind: 'crash', exitCode: 1 }),
    env: { ECS_CD_WAIT_UNTIL: 'baking' },
    expected: { verdict: 'rolled-back', absent: ['may still take it back'] },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'wait-until-baking-refused': {
    what: 'the service does not bake, and the job asks to wait for that',
    env: { ECS_CD_WAIT_UNTIL: 'baking', ECS_CD_PREFLIGHT: 'off' },
    expected: {
      verdict: 'rejected',
      words: ['ECS_CD_WAIT_UNTIL is baking, but the service does not bake', 'bake_time_in_minutes'],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'wait-until-baking-rolling': {
    what: 'a rolling deployment is done but for its bake, which nobody waits for',
    fixture: { configuration: alarms },
    env: { ECS_CD_WAIT_UNTIL: 'baking' },
    expected: {
      verdict: 'succeeded',
      words: ['(verified); ECS bakes it and may still take it back until about'],
    },
    truth: { baking: 'web:2', taskDefinition: 'web:2', healthyCount: 2 },
  },
};
