import { expect } from 'chai';
import type { Deployment, DeploymentConfiguration, Service, Task } from '@aws-sdk/client-ecs';
import {
  allMet,
  neededCountOf,
  type ExpectedService,
  unmetByService,
  verificationByTasks,
} from '../../../runner/rollout/state/verification';

const expected = {
  taskDefinition: 'arn:task-definition/app:2',
  deploymentId: 'ecs-svc/2',
  image: { containers: ['app', 'worker'], digests: ['sha256:new', 'sha256:new-amd64'] },
};
const primary: Deployment = {
  id: 'ecs-svc/2',
  status: 'PRIMARY',
  taskDefinition: expected.taskDefinition,
  rolloutState: 'COMPLETED',
  runningCount: 2,
};
const service: Service = { status: 'ACTIVE', desiredCount: 2, deployments: [primary] };
const withPrimary = (change: Partial<Deployment>): Service => ({
  ...service,
  deployments: [{ ...primary, ...change }],
});
const task = (change: Partial<Task> = {}): Task => ({
  startedBy: 'ecs-svc/2',
  lastStatus: 'RUNNING',
  containers: [
    { name: 'app', imageDigest: 'sha256:new' },
    { name: 'proxy', imageDigest: 'sha256:other' },
  ],
  ...change,
});

/** As `verify` asks: the tasks only where the service says nothing against it. */
function unmetClaims(
  seen: Service | undefined,
  tasks: Task[] | undefined,
  what: ExpectedService,
): readonly string[] {
  const unmet = unmetByService(seen, what);
  return seen && tasks && unmet.length === 0 ? verificationByTasks(seen, tasks, what).unmet : unmet;
}

describe('what must hold before a run says that a revision serves', () => {
  it('holds for our PRIMARY at its count with tasks of our digest', () => {
    expect(unmetClaims(service, [task(), task()], expected)).to.deep.equal([]);
    expect(verificationByTasks(service, [task(), task()], expected)).to.deep.equal(allMet);
  });
  it('holds for one that bakes while its rollout goes on, and not where that has failed', () => {
    const baking = { ...expected, rolloutState: 'IN_PROGRESS' } as const;
    expect(unmetByService(withPrimary({ rolloutState: 'IN_PROGRESS' }), baking)).to.deep.equal([]);
    expect(unmetByService(withPrimary({ rolloutState: 'FAILED' }), baking).join()).to.match(/FAILED/);
  });
  it('does not hold where of too few tasks that are listed one runs another image', () => {
    const old = task({ containers: [{ name: 'app', imageDigest: 'sha256:old' }] });
    expect(unmetClaims(service, [old], expected)).to.deep.equal([
      '1 of 2 tasks of ecs-svc/2 are running',
      'app of 1 tasks runs another image than sha256:new',
    ]);
  });
  it('does not need the tasks where looking at them is not permitted', () => {
    expect(unmetClaims(service, undefined, expected)).to.deep.equal([]);
  });

  const lies: [string, Service | undefined, Task[], RegExp][] = [
    ['the service is gone', undefined, [], /gone/],
    ['the service drains', { ...service, status: 'DRAINING' }, [], /DRAINING/],
    ['nothing is PRIMARY', { ...service, deployments: [] }, [], /no PRIMARY/],
    ['PRIMARY is another deployment', withPrimary({ id: 'ecs-svc/1' }), [], /PRIMARY is ecs-svc\/1/],
    [
      'PRIMARY runs another revision',
      withPrimary({ taskDefinition: 'arn:task-definition/app:1' }),
      [],
      /app:1, not app:2/,
    ],
    ['its rollout failed', withPrimary({ rolloutState: 'FAILED' }), [], /FAILED/],
    ['its rollout goes on', withPrimary({ rolloutState: 'IN_PROGRESS' }), [], /IN_PROGRESS/],
    ['a task is missing', withPrimary({ runningCount: 1 }), [], /1 of 2 tasks/],
    [
      'a task belongs to another deployment',
      service,
      [task(), task({ startedBy: 'ecs-svc/1' })],
      /1 of 2 tasks/,
    ],
    ['a task is still starting', service, [task(), task({ lastStatus: 'PENDING' })], /1 of 2 tasks/],
    [
      'a task runs another image',
      service,
      [task(), task({ containers: [{ name: 'app', imageDigest: 'sha256:old' }] })],
      /app of 1 tasks runs another image/,
    ],
    [
      'the second container of a task runs another image',
      service,
      [
        task(),
        task({
          containers: [
            { name: 'app', imageDigest: 'sha256:new' },
            { name: 'worker', imageDigest: 'sha256:old' },
          ],
        }),
      ],
      /worker of 1 tasks runs another image/,
    ],
  ];
  for (const [what, seen, tasks, message] of lies) {
    it(`does not hold when ${what}`, () => {
      expect(unmetClaims(seen, tasks, expected).join()).to.match(message);
    });
  }

  const unseen: [string, Task[]][] = [
    ['no task is listed', []],
    ['only one is', [task()]],
    ['a task is in a state that nobody knows yet', [task(), task({ lastStatus: 'RESTING' })]],
  ];
  for (const [what, tasks] of unseen) {
    it(`neither holds nor not when ${what}, and the service counts them`, () => {
      const verification = verificationByTasks(service, tasks, expected);
      expect(verification).to.deep.include({ unmet: [], unchecked: [] });
      expect(verification.unseen.join()).to.match(/^its tasks \(of those listed, [01] of 2 tasks/);
    });
  }

  it('holds at a rollout state that nobody knows yet', () => {
    expect(
      unmetClaims(withPrimary({ rolloutState: 'RESTING' as 'COMPLETED' }), undefined, expected),
    ).to.deep.equal([]);
  });
  it('lets a task pass whose agent reports no digest', () => {
    expect(unmetClaims(service, [task(), task({ containers: [{ name: 'app' }] })], expected)).to.deep.equal(
      [],
    );
  });
  it('lets a task pass that reports the digest of its platform, where the image is an index', () => {
    const ofPlatform = task({ containers: [{ name: 'app', imageDigest: 'sha256:new-amd64' }] });
    expect(unmetClaims(service, [task(), ofPlatform], expected)).to.deep.equal([]);
  });
});

describe('the tasks that a service needs', () => {
  const early = (healthyPercent?: number, enable = true) => ({
    enable,
    ...(healthyPercent === undefined ? {} : { healthyPercent }),
  });
  const cases: [string, number, DeploymentConfiguration | undefined, number][] = [
    ['are all that it wants', 10, undefined, 10],
    ['are all, whatever its minimum', 10, { minimumHealthyPercent: 50 }, 10],
    [
      'are all where the early success criteria are off',
      10,
      { earlySuccessCriteria: early(70, false), minimumHealthyPercent: 50 },
      10,
    ],
    [
      'are those of the early success criteria',
      10,
      { earlySuccessCriteria: early(70), minimumHealthyPercent: 50 },
      7,
    ],
    ['are not fewer than its minimum', 10, { earlySuccessCriteria: early(20), minimumHealthyPercent: 50 }, 5],
    ['are all where the criteria name no percentage', 10, { earlySuccessCriteria: early() }, 10],
    ['are all where it names no minimum', 10, { earlySuccessCriteria: early(70) }, 10],
    ['are rounded up', 3, { earlySuccessCriteria: early(50), minimumHealthyPercent: 0 }, 2],
  ];
  for (const [what, desiredCount, deploymentConfiguration, needed] of cases) {
    it(what, () => {
      const configured = {
        ...service,
        desiredCount,
        ...(deploymentConfiguration && { deploymentConfiguration }),
      };
      expect(neededCountOf(configured)).to.equal(needed);
      const running = (runningCount: number) =>
        unmetByService({ ...configured, deployments: [{ ...primary, runningCount }] }, expected);
      expect(running(needed)).to.deep.equal([]);
      expect(running(needed - 1)).to.have.length(1);
    });
  }

  it('are none where it does not say how many it wants', () => {
    expect(neededCountOf({})).to.equal(0);
  });
});
