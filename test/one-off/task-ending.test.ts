import type { Task } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { commandHasEnded, taskEndingOf } from '../../runner/one-off/one-off-run';

const definition = { containerDefinitions: [{ name: 'web' }, { name: 'agent' }] };

const stopped = { lastStatus: 'STOPPED', desiredStatus: 'STOPPED' };
const byItself = { ...stopped, stopCode: 'EssentialContainerExited' } as const;
const byHand = { ...stopped, stopCode: 'UserInitiated' } as const;

function endingIn(task: Task, web: number | undefined, agent: number | undefined): string {
  const containers = Object.entries({ web, agent }).map(([name, exitCode]) => ({
    name,
    ...(exitCode === undefined ? {} : { exitCode }),
  }));
  return taskEndingOf({ ...task, containers }, { container: 'web', definition })?.kind ?? 'not known yet';
}

const none = undefined;

describe('the end of a command', () => {
  for (const [what, task, web, agent, expected] of [
    ['its container runs', { desiredStatus: 'RUNNING' }, none, none, 'not known yet'],
    ['it ended with 0', byItself, 0, 143, 'succeeded'],
    ['it ended with 0 and others still stop', { ...byItself, lastStatus: 'STOPPING' }, 0, none, 'succeeded'],
    ['it ended with 0 while the task goes on', { desiredStatus: 'RUNNING' }, 0, none, 'succeeded'],
    ['it ended with 1', byItself, 1, 143, 'failed'],
    ['it ended with 1 while the task goes on', { desiredStatus: 'RUNNING' }, 1, none, 'failed'],
    ['the task never started', { ...stopped, stopCode: 'TaskFailedToStart' }, none, none, 'failed'],
    ['another essential container crashed', byItself, 0, 1, 'failed'],
    ['nobody says yet why it stops', { desiredStatus: 'STOPPED' }, 0, none, 'not known yet'],
    ['nobody ever says why it stopped', stopped, 0, 0, 'failed'],
    ['Spot took the host', { ...stopped, stopCode: 'SpotInterruption' }, 0, 0, 'failed'],
    ['somebody stopped it', byHand, 0, 0, 'failed'],
    ['what went on after it was stopped', { ...byHand, stoppedReason: commandHasEnded }, 0, 0, 'succeeded'],
  ] as const) {
    it(`is ${expected} where ${what}`, () => {
      expect(endingIn(task, web, agent)).to.equal(expected);
    });
  }
});
