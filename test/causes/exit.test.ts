import { expect } from 'chai';
import type { Cause } from '../../runner/causes/cause';
import { causeOf, type FailureEvidence } from '../../runner/causes/failure-causes';
import { exited, failedToStart, image, stoppedByEcs } from './known-text';

const told = (evidence: FailureEvidence): Cause => {
  const cause = causeOf(evidence);
  if (!cause) throw new Error('no cause');
  return cause;
};

describe('a container’s exit code', () => {
  const meanings = [
    [126, 'not executable'],
    [127, 'not found'],
    [137, 'ECS does not say whether for its memory use'],
    [139, 'SIGSEGV'],
    [143, 'SIGTERM'],
  ] as const;
  for (const [exitCode, meaning] of meanings) {
    it(`${exitCode} is explained`, () => {
      const cause = told(exited([{ name: 'app', exitCode }]));
      expect(cause).to.include({ id: 'container-exited', definitiveAfter: 2 });
      expect(cause.explanation)
        .to.contain(`container app exited with code ${exitCode}: `)
        .and.contain(meaning);
    });
  }

  it('is not explained where it says nothing by itself', () => {
    expect(told(exited([{ name: 'app', exitCode: 42 }])).explanation).to.equal(
      'container app exited with code 42',
    );
  });

  it('is that of the container that ended by itself, not of its killed neighbour', () => {
    const containers = [
      { name: 'proxy', exitCode: 137, healthStatus: 'UNHEALTHY' },
      { name: 'app', exitCode: 3 },
    ];
    expect(told(exited(containers)).explanation).to.equal('container app exited with code 3');
  });

  it('does not hide that a neighbour ran out of memory', () => {
    const containers = [
      { name: 'app', exitCode: 1 },
      { name: 'cache', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
    ];
    expect(told(exited(containers)).explanation).to.contain('container cache was killed for its memory use');
  });

  it('counts for more than that a neighbour could not start', () => {
    const containers = [
      { name: 'helper', reason: `CannotPullContainerError: failed to resolve ref ${image}: not found` },
      { name: 'app', exitCode: 1 },
    ];
    expect(told(exited(containers))).to.include({
      id: 'container-exited',
      explanation: 'container app exited with code 1',
    });
  });

  it('0 says that the command could be executed', () => {
    const lines = ['exec /opt/helper: exec format error'];
    expect(told(exited([{ name: 'app', exitCode: 0 }], lines)).id).to.equal('container-exited');
  });

  it('of what AWS adds to the task is no fault of the release, however it failed', () => {
    const agent = { name: 'ecs-service-connect-x7Tq2', role: 'added' } as const;
    const app = { name: 'app', role: 'essential' } as const;
    const pull = 'CannotPullContainerError: failed to resolve ref x: not found';
    for (const evidence of [
      exited([
        { ...agent, exitCode: 1 },
        { ...app, exitCode: 143 },
      ]),
      exited([
        { ...agent, exitCode: 137, reason: 'OutOfMemoryError: ' },
        { ...app, exitCode: 143 },
      ]),
      { ...failedToStart(pull), containers: [app, { ...agent, reason: pull }] },
      stoppedByEcs('Task failed container health checks', [{ ...agent, healthStatus: 'UNHEALTHY' }, app]),
    ]) {
      const cause = told(evidence);
      expect(cause).to.include({ id: 'added-container', fault: 'surroundings' });
      expect(cause).not.to.have.property('definitiveAfter');
      expect(cause.explanation).to.contain('Service Connect (ecs-service-connect-…)');
      expect(cause.fix).to.contain('serviceConnectConfiguration');
    }
    const unknown = told(exited([{ name: 'watcher', role: 'added', exitCode: 1 }]));
    expect(unknown.explanation).to.contain('watcher, which is not in the task definition');
  });

  it('may be missing', () => {
    expect(told(exited([{ name: 'app' }])).explanation).to.equal(
      'an essential container ended, with no exit code',
    );
  });

  it('is what counts when an application only reports that a helper has the wrong architecture', () => {
    const lines = ['fork/exec /opt/helper: exec format error', 'giving up'];
    expect(told(exited([{ name: 'app', exitCode: 2 }], lines)).id).to.equal('container-exited');
  });
});
