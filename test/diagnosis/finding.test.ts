import { expect } from 'chai';
import {
  certainFailureOf,
  findingsFor,
  fixesOf,
  whereToLook,
  keyOf,
  logTailRowsOf,
  ranked,
  type Finding,
} from '../../runner/diagnosis/finding';

const crash = {
  id: 'container-exited',
  explanation: 'web ended',
  fault: 'release',
  definitiveAfter: 2,
} as const;
const finding = (rest: Partial<Finding>): Finding => ({
  cause: crash,
  said: 'words of AWS',
  revision: 'web:2',
  taskIds: ['a'],
  isOurs: true,
  ...rest,
});

describe('what was found out about a deployment', () => {
  it('is told by fault, then by frequency: the release first, then what nobody knows, then the surroundings', () => {
    const cause = (id: string, fault: 'release' | 'surroundings' | 'nobody') => ({
      id,
      explanation: id,
      fault,
    });
    const order = ranked([
      finding({ cause: cause('spot', 'nobody') }),
      finding({ cause: cause('capacity', 'surroundings') }),
      finding({ cause: undefined }),
      finding({ cause: cause('rare', 'release') }),
      finding({ cause: cause('often', 'release'), taskIds: ['t-1', 't-2'] }),
    ]);
    expect(order.map((one) => one.cause?.id)).to.deep.equal(['often', 'rare', undefined, 'capacity', 'spot']);
  });

  it('is told once where the service says the same about the tasks that stopped, in the fuller words', () => {
    const sick = { ...crash, id: 'target-unhealthy' };
    const fuller = { ...sick, explanation: 'web ended on port 80' };
    const explained = (said: string, cause = sick, isOurs = true) =>
      ranked([
        finding({ cause, taskIds: ['t-1', 't-2'] }),
        finding({ cause: { ...fuller, id: cause.id }, said, taskIds: [], isOurs }),
      ]).map((one) => [one.cause?.explanation, one.taskIds.length]);
    expect(explained('(task t-2) is unhealthy')).to.deep.equal([['web ended on port 80', 2]]);
    expect(explained('target 10.0.0.1:80 is unhealthy')).to.deep.equal([['web ended on port 80', 2]]);
    // About another task, about the revision before, or about something that the task itself says better.
    expect(explained('(task t-3) is unhealthy')).to.deep.equal([['web ended', 2]]);
    expect(explained('(task t-2) is unhealthy', sick, false)).to.deep.equal([['web ended', 2]]);
    expect(explained('(task t-2) failed', crash)).to.deep.equal([['web ended', 2]]);
  });

  it('does not name what ECS does about failing tasks beside the failing tasks', () => {
    const backingOff = { id: 'backing-off', explanation: 'ECS waits', fault: 'surroundings' } as const;
    expect(ranked([finding({}), finding({ cause: backingOff, taskIds: [] })])).to.have.length(1);
    expect(ranked([finding({ cause: backingOff, taskIds: [] })])).to.have.length(1);
  });
});

describe('what is to be changed for a finding', () => {
  const fixed = finding({ cause: { ...crash, fix: 'correct it' } });
  it('is told once, and of which revision where two have failed', () => {
    expect(fixesOf([fixed, finding({ ...fixed, said: 'other' })])).to.deep.equal(['correct it']);
    expect(fixesOf([fixed, finding({ ...fixed, revision: 'web:1' })])).to.deep.equal([
      'web:2: correct it',
      'web:1: correct it',
    ]);
  });

  it('is where to look, where nobody knows the text or nothing has to be changed', () => {
    const unknown = whereToLook(finding({ cause: undefined }));
    expect(unknown).to.contain('stopped task a').and.contain('documentation');
    const event = whereToLook(finding({ cause: undefined, taskIds: [] }));
    expect(event).to.contain('events of the service');
    expect(whereToLook(finding({ cause: crash }))).to.contain('run the job again');
  });

  it('is not where to look beside something that is known to help, and nothing where nothing was found', () => {
    expect(fixesOf([finding({ cause: undefined }), fixed])).to.deep.equal(['correct it']);
    expect(fixesOf([])).to.deep.equal([]);
  });
});

describe('the last lines of a log', () => {
  const frames = Array.from({ length: 10 }, (_, index) => `    at frame${index} (app.js:${index})`);
  const shown = (...lines: string[]) =>
    logTailRowsOf(finding({ log: { stream: 'a/web/1', lines } }), 10)
      .slice(1)
      .map((row) => row.slice(2));

  it('begin with the line that a stack is of, where they would begin within it', () => {
    const crashed = ['Error: no database', ...frames, 'Node.js v24.0.0'];
    expect(shown('listening', ...crashed)).to.deep.equal(crashed);
    expect(shown('listening', 'Error: no database', ...frames)[0]).to.equal('Error: no database');
  });

  it('are as many as are asked for where no stack is cut, or nothing but frames is there', () => {
    const lines = Array.from({ length: 12 }, (_, index) => `line ${index}`);
    expect(shown(...lines)).to.deep.equal(lines.slice(2));
    expect(shown(...frames, ...frames)).to.have.length(10);
    expect(shown('one')).to.deep.equal(['one']);
  });
});

describe('findings that differ in an id', () => {
  it('are one', () => {
    const said = (id: string) =>
      keyOf(finding({ cause: undefined, said: `failed to mount /tmp/x-mount${id}` }));
    expect(said('1234567890')).to.equal(said('9876543210'));
    expect(keyOf(finding({ said: 'a' }))).to.not.equal(keyOf(finding({ revision: 'web:3' })));
  });
});

describe('what a verdict is explained by', () => {
  const back = finding({ revision: 'web:1', isOurs: false });
  const ours = finding({});
  it('begins with the revision that did not come back, where somebody has to act', () => {
    expect(findingsFor('needs-attention', [ours, back])).to.deep.equal([back, ours]);
    expect(findingsFor('rolled-back', [back, ours])).to.deep.equal([ours, back]);
  });
  it('is nothing of another deployment where that one replaced ours, and nothing at all under a success', () => {
    expect(findingsFor('superseded', [back, ours])).to.deep.equal([ours]);
    expect(findingsFor('succeeded', [ours])).to.deep.equal([]);
  });
});

describe('a deployment', () => {
  const twice = finding({ taskIds: ['a', 'b'] });

  it('cannot succeed once enough tasks have failed for a cause that waiting does not mend', () => {
    expect(certainFailureOf([twice])).to.contain('2 tasks');
    expect(certainFailureOf([finding({})])).to.equal(undefined);
  });
  it('is not while more of its tasks run than have failed', () => {
    expect(certainFailureOf([twice], { runningCount: 2 })).to.contain('2 tasks');
    expect(certainFailureOf([twice], { runningCount: 3 })).to.equal(undefined);
  });
  it('is not while more of them are on their way than have failed, where the next one may fare better', () => {
    const lock = finding({ cause: { ...crash, mayMendItself: true }, taskIds: ['a', 'b'] });
    expect(certainFailureOf([lock], { runningCount: 1, pendingCount: 2 })).to.equal(undefined);
    expect(certainFailureOf([lock], { pendingCount: 2 })).to.contain('2 tasks');
    expect(certainFailureOf([twice], { runningCount: 1, pendingCount: 2 })).to.contain('2 tasks');
  });
  it('is not for a cause that waiting may mend, nor for one that nobody knows', () => {
    const { definitiveAfter: _, ...mending } = crash;
    expect(certainFailureOf([finding({ cause: mending, taskIds: ['a', 'b', 'c'] })])).to.equal(undefined);
    expect(certainFailureOf([finding({ cause: undefined, taskIds: ['a', 'b', 'c'] })])).to.equal(undefined);
  });
  it('is one that ECS starts no task of, and says for minutes why', () => {
    const { definitiveAfter: _, ...denied } = crash;
    const told = { cause: { ...denied, definitiveAfterSeconds: 180 }, taskIds: [] };
    expect(certainFailureOf([finding({ ...told, secondsSaid: 180 })])).to.contain('starts no task');
    expect(certainFailureOf([finding({ ...told, secondsSaid: 179 })])).to.equal(undefined);
    expect(certainFailureOf([finding({ ...told, secondsSaid: 180 })], { pendingCount: 1 })).to.equal(
      undefined,
    );
  });
  it('is not for tasks of the revision before', () => {
    expect(certainFailureOf([{ ...twice, isOurs: false }])).to.equal(undefined);
  });
});
