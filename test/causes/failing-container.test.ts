import { expect } from 'chai';
import { failingContainerOf } from '../../runner/causes/failing-container';

type Containers = Parameters<typeof failingContainerOf>[0];
const nameOf = (containers: Containers) => failingContainerOf(containers)?.name;
const outOfMemory = 'OutOfMemoryError: Container killed due to memory usage';

describe('the container that a task failed for', () => {
  const cases: readonly (readonly [string, Containers])[] = [
    [
      'the one that ended by itself, not the one that was killed because of it',
      [
        { name: 'sidecar', exitCode: 137 },
        { name: 'app', exitCode: 1 },
      ],
    ],
    [
      'nor the one that ended when it was told to',
      [
        { name: 'sidecar', exitCode: 143 },
        { name: 'app', exitCode: 139 },
      ],
    ],
    [
      'the one that ran out of memory, before one that was only killed',
      [
        { name: 'sidecar', exitCode: 137 },
        { name: 'app', exitCode: 137, reason: outOfMemory },
      ],
    ],
    [
      'the killed one, before one that ended without an error',
      [
        { name: 'sidecar', exitCode: 0 },
        { name: 'app', exitCode: 137 },
      ],
    ],
    [
      'the one that ended without an error, before one that ended on SIGTERM',
      [
        { name: 'sidecar', exitCode: 143 },
        { name: 'app', exitCode: 0 },
      ],
    ],
    [
      'the one that could not start',
      [
        { name: 'sidecar', exitCode: 137 },
        { name: 'app', reason: 'CannotStartContainerError: no' },
      ],
    ],
    [
      'the unhealthy one, whatever the others say',
      [
        { name: 'sidecar', exitCode: 1, healthStatus: 'UNKNOWN' },
        { name: 'app', healthStatus: 'UNHEALTHY' },
      ],
    ],
  ];
  for (const [sentence, containers] of cases) {
    it(`is ${sentence}`, () => {
      expect(nameOf(containers)).to.equal('app');
      expect(nameOf(containers.toReversed())).to.equal('app');
    });
  }

  it('is none while none has ended or is unhealthy', () => {
    expect(nameOf([])).to.equal(undefined);
    expect(nameOf([{ name: 'app' }, { name: 'sidecar', healthStatus: 'HEALTHY', reason: '' }])).to.equal(
      undefined,
    );
  });
});
