import { expect } from 'chai';
import { failingContainerOf } from '../../runner/causes/failing-container';

type Containers = Parameters<typeof failingContainerOf>[0];
const nameOf = (containers: Containers) => failingContainerOf(containers)?.name;
const outOfMemory = 'OutOfMemoryError: Container killed due to memory usage';

describe('the container that a task failed for', () => {
  const exit = (exitCode: number, reason?: string) => ({ exitCode, ...(reason ? { reason } : {}) });
  for (const [sentence, sidecar, app] of [
    ['ended by itself, not the one that was killed because of it', exit(137), exit(1)],
    ['ended by itself, not the one that ended when it was told to', exit(143), exit(139)],
    ['ran out of memory, before one that was only killed', exit(137), exit(137, outOfMemory)],
    ['was killed, before one that ended without an error', exit(0), exit(137)],
    ['ended without an error, before one that ended on SIGTERM', exit(143), exit(0)],
    ['could not start', exit(137), { reason: 'CannotStartContainerError: no' }],
    [
      'is unhealthy, whatever the others say',
      { ...exit(1), healthStatus: 'UNKNOWN' },
      { healthStatus: 'UNHEALTHY' },
    ],
  ] as const) {
    it(`is the one that ${sentence}`, () => {
      const containers = [
        { name: 'sidecar', ...sidecar },
        { name: 'app', ...app },
      ];
      expect(nameOf(containers)).to.equal('app');
      expect(nameOf(containers.toReversed())).to.equal('app');
    });
  }

  const of = (name: string, role?: Containers[number]['role']) => (exitCode?: number, reason?: string) => ({
    name,
    role,
    exitCode,
    reason,
  });
  const app = of('app', 'essential');
  const proxy = of('proxy', 'beside');
  const migrate = of('migrate', 'awaited');
  const agent = of('ecs-service-connect-x7Tq2', 'added');
  const unmet = (exitCode: number) =>
    `CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [migrate(shop:2) (STOPPED->RUNNING) - Exit: ${exitCode}] for target [app(shop:2) (NONE->RUNNING)] as dependency did not exit successfully.`;
  const noPull = 'CannotPullContainerError: 403 Forbidden';

  /** The one that is to blame is the first. */
  const byRole: readonly (readonly [string, ...Containers])[] = [
    ...[0, 1].flatMap((own) =>
      [2, 137, 143].map((code): readonly [string, ...Containers] => [
        `the essential one that exits with ${own}, not the one beside it that exits with ${code} as it is stopped`,
        app(own),
        proxy(code),
      ]),
    ),
    ...[1, 137, 143].flatMap((code): (readonly [string, ...Containers])[] => [
      [`the one that others wait for, exiting with ${code}`, migrate(code), app(143, unmet(code))],
      [`the one that others wait for, exiting with ${code}, though nothing says so`, migrate(code), app(143)],
      [
        `the one that the reason names, exiting with ${code}, where no role is known`,
        of('migrate')(code),
        of('app')(143, unmet(code)),
      ],
    ]),
    [
      'the essential one that ended before what others wait for had done its work',
      of('web', 'essential')(1),
      migrate(143),
      app(143, unmet(143)),
    ],
    ['the application, where what it waited for has succeeded', app(143), migrate(0)],
    ['the application that exits with 0 by itself, before what AWS adds to the task', app(0), agent(1)],
    ['the application that exits with 1 by itself, before what AWS adds to the task', app(1), agent(1)],
    ['what AWS adds to the task, where the application exits with 137 as it is stopped', agent(1), app(137)],
    ['what AWS adds to the task, where the application exits with 143 as it is stopped', agent(1), app(143)],
    [
      'the application, although what AWS adds to the task could not start',
      of('app')(1),
      of('aws-guardduty-agent-x7')(undefined, noPull),
    ],
    ['the one beside, where nothing is known of an essential one', proxy(2), app()],
  ];
  for (const [sentence, ...containers] of byRole) {
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
