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

  const app = { name: 'app', role: 'essential' } as const;
  const proxy = { name: 'proxy', role: 'beside' } as const;
  const migrate = { name: 'migrate', role: 'awaited' } as const;
  const agent = { name: 'ecs-service-connect-x7Tq2', role: 'added' } as const;
  const unmet = (exitCode: number) =>
    `CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [migrate(shop:2) (STOPPED->RUNNING) - Exit: ${exitCode}] for target [app(shop:2) (NONE->RUNNING)] as dependency did not exit successfully.`;

  /** The one that is to blame is the first. */
  const byRole: readonly (readonly [string, Containers])[] = [
    ...[0, 1].flatMap((own) =>
      [2, 137, 143].map((stopped): readonly [string, Containers] => [
        `the essential one that exits with ${own}, not the one beside it that exits with ${stopped} as it is stopped`,
        [
          { ...app, exitCode: own },
          { ...proxy, exitCode: stopped },
        ],
      ]),
    ),
    ...[1, 137, 143].flatMap((exitCode): (readonly [string, Containers])[] => [
      [
        `the one that others wait for, exiting with ${exitCode}`,
        [
          { ...migrate, exitCode },
          { ...app, exitCode: 143, reason: unmet(exitCode) },
        ],
      ],
      [
        `the one that others wait for, exiting with ${exitCode}, also where nothing says so`,
        [
          { ...migrate, exitCode },
          { ...app, exitCode: 143 },
        ],
      ],
      [
        `the one that the reason names, exiting with ${exitCode}, where no role is known`,
        [
          { name: 'migrate', exitCode },
          { name: 'app', exitCode: 143, reason: unmet(exitCode) },
        ],
      ],
    ]),
    [
      'the essential one that ended before what others wait for had done its work',
      [
        { name: 'web', role: 'essential', exitCode: 1 },
        { ...migrate, exitCode: 143 },
        { ...app, exitCode: 143, reason: unmet(143) },
      ],
    ],
    [
      'the application, where what it waited for has succeeded',
      [
        { ...app, exitCode: 143 },
        { ...migrate, exitCode: 0 },
      ],
    ],
    ...[0, 1].map((own): readonly [string, Containers] => [
      `the application that exits with ${own} by itself, before what AWS adds to the task`,
      [
        { ...app, exitCode: own },
        { ...agent, exitCode: 1 },
      ],
    ]),
    ...[137, 143].map((stopped): readonly [string, Containers] => [
      `what AWS adds to the task, where the application exits with ${stopped} as it is stopped`,
      [
        { ...agent, exitCode: 1 },
        { ...app, exitCode: stopped },
      ],
    ]),
    [
      'the application, although what AWS adds to the task could not start',
      [
        { name: 'app', exitCode: 1 },
        { name: 'aws-guardduty-agent-x7', reason: 'CannotPullContainerError: 403 Forbidden' },
      ],
    ],
    ['the one beside, where nothing is known of an essential one', [{ ...proxy, exitCode: 2 }, app]],
  ];
  for (const [sentence, containers] of byRole) {
    it(`is ${sentence}`, () => {
      expect(nameOf(containers)).to.equal(containers[0]!.name);
      expect(nameOf(containers.toReversed())).to.equal(containers[0]!.name);
    });
  }

  it('is none while none has ended or is unhealthy', () => {
    expect(nameOf([])).to.equal(undefined);
    expect(nameOf([{ name: 'app' }, { name: 'sidecar', healthStatus: 'HEALTHY', reason: '' }])).to.equal(
      undefined,
    );
  });
});
