import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBuildFixture } from '../build/build-fixture';
import { base } from '../preflight/look-ahead';
import { alarms, loadBalanced } from '../scenarios/given/givens';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import type { FaultKind } from '../simulator/protocol/faults';
import { quickTimings } from '../simulator/timings';
import { expectData, forged, hostile, inGitlab, long } from './hostile-text';

/** All texts of an answer, or those alone that no program reads. */
function withHostileTexts(answer: string, areNamesKept: boolean): string {
  const isKept = (key: string) =>
    areNamesKept && /arn$|status|state$|id$|^name$|family|digest|manifest/i.test(key);
  if (!answer.startsWith('{'))
    return answer.replaceAll(/<(\w+)>([^<>]+)</g, (all, key: string) =>
      isKept(key) ? all : `<${key}>${hostile}<`,
    );
  return JSON.stringify(JSON.parse(answer), (key, value: unknown) =>
    typeof value === 'string' && !isKept(key) ? value + hostile : value,
  );
}

describe("somebody else's text", () => {
  /** By what says it; each gets in by the way that it has. */
  const ofAws: Readonly<Record<string, (fixture: ServiceFixture, text: string) => void>> = {
    ...Object.fromEntries(
      (
        [
          ['BatchGetImage', 'ECR'],
          ['DescribeServices', 'ECS'],
          ['RegisterTaskDefinition', 'ECS, of a task definition'],
          ['UpdateService', 'ECS, of a service'],
          ['DescribeSubnets', 'EC2'],
          ['GetCallerIdentity', 'STS'],
        ] as const
      ).flatMap(([operation, whose]) => [
        [`a message of ${whose}`, refusing(operation, (message) => ({ name: 'ClientException', message }))],
        [`the name of an error of ${whose}`, refusing(operation, (name) => ({ name, message: 'no' }))],
      ]),
    ),
    'the reason of a stopped task': (fixture, reason) =>
      fixture.newTasks({ kind: 'fails-to-start', stoppedReason: reason }),
    'a line of an application': (fixture, line) =>
      fixture.newTasks({ kind: 'crash', exitCode: 1, log: [line.slice(0, 250_000)] }),
    'the reason of a deployment, and the alarm that ended it': answering(
      'DescribeServiceDeployments',
      (text) => {
        const alarms = { status: 'TRIGGERED', triggeredAlarmNames: [text] };
        return { status: 'STOPPED', statusReason: text, alarms };
      },
    ),
    'an event of a service': answering('DescribeServices', (message) => ({
      events: [{ id: '1', createdAt: 4e9, message }],
    })),
    'what a load balancer says of a target': (fixture, reason) => {
      fixture.newTasks({ kind: 'unhealthy-target', reason, afterSeconds: 1 });
    },
    'a label of an image': ({ aws }, revision) => void aws.world.putImage('team/web', 'v2', { revision }),
    'the name of an environment variable': (fixture, name) =>
      base({}, { environment: [{ name, value: 'x' }] })(fixture),
    'a command of a container': (fixture, word) => base({}, { command: [word] })(fixture),
  };
  function refusing(operation: string, error: (text: string) => { name: string; message: string }) {
    const kind: FaultKind = 'client-error';
    return ({ aws }: ServiceFixture, text: string) =>
      aws.faults.add({ operation, kind, error: error(text), times: 99 });
  }

  /** Each thing that is described has these members. */
  function answering(operation: string, members: (text: string) => object) {
    return ({ aws }: ServiceFixture, text: string) => {
      const body = (answer: string) =>
        JSON.stringify(JSON.parse(answer), (key, value: unknown) =>
          Array.isArray(value) && /^(?:services|serviceDeployments)$/.test(key)
            ? value.map((one: object) => ({ ...one, ...members(text) }))
            : value,
        );
      aws.faults.add({ operation, kind: 'other-body', body, times: 99 });
    };
  }

  for (const [what, given] of Object.entries(ofAws)) {
    it(`is data, however long: ${what}`, async () => {
      const fixture = await openServiceFixture({ service: loadBalanced });
      try {
        for (const [command, text] of Object.entries({ deploy: hostile, plan: long })) {
          fixture.aws.faults.clear();
          given(fixture, text);
          const { log, exitCode } = await fixture.run([command], { env: inGitlab });
          expectData(log, exitCode);
        }
      } finally {
        await fixture.close();
      }
    });
  }

  const crash = (fixture: ServiceFixture) => {
    fixture.aws.world.setAlarm('errors', 'ALARM');
    fixture.newTasks({ kind: 'crash', exitCode: 1, log: ['boom'], afterSeconds: 2 });
  };
  const commands: readonly (readonly [
    argv: readonly string[],
    given?: (fixture: ServiceFixture) => unknown,
  ])[] = [
    [['deploy'], crash],
    [['rollback'], (fixture) => fixture.deploy({ env: inGitlab })],
    [['run-task', '--run', 'true'], crash],
    [['scan']],
  ];
  /** What a command before has asked already, whose texts take the same way. */
  const asked = new Set<string>();
  for (const [argv, given] of commands)
    it(`is data wherever it stands in an answer of AWS to ecs-cd ${argv[0]}`, async () => {
      const watched = { configuration: alarms, service: loadBalanced };
      const answers = async (operation?: string, areNamesKept = false) => {
        const fixture = await openServiceFixture(watched);
        const { faults, calls, world } = fixture.aws;
        try {
          world.setTimings(quickTimings);
          await given?.(fixture);
          const first = calls.length;
          const body = (answer: string) => withHostileTexts(answer, areNamesKept);
          if (operation !== undefined) faults.add({ operation, kind: 'other-body', body, times: Infinity });
          const { log, exitCode } = await fixture.run(argv, { env: { ...inGitlab, ECS_CD_TIMEOUT: '30s' } });
          expectData(log, exitCode);
          return calls.slice(first).map(({ operation: one }) => one);
        } finally {
          await fixture.close();
        }
      };
      for (const operation of new Set(await answers())) {
        if (asked.has(operation)) continue;
        asked.add(operation);
        await answers(operation);
        await answers(operation, true);
      }
    });

  const variables = [
    'DOCKER_BUILD_CONTEXT',
    'CI_COMMIT_SHA',
    'DOCKER_TAG',
    'REPOSITORY_URL',
    'CI_PROJECT_DIR',
  ];
  const ofBuild = [
    ...variables.map((name) => ({ what: `the variable ${name}`, env: { [name]: hostile } })),
    { what: 'the name of a variable', env: { [`ECS_CD_${hostile}`]: 'x' } },
    ...['version', 'login', 'build', 'push'].map((command) => ({ what: `an engine on ${command}`, command })),
  ];
  for (const { what, ...given } of ofBuild) {
    it(`is data: ${what}`, async () => {
      const fixture = await openBuildFixture();
      try {
        const said = path.join(fixture.home, 'said');
        writeFileSync(said, hostile + long);
        if ('command' in given) fixture.onCommand(given.command, `cat ${said} >&2; cat ${said}; exit 1`);
        const { log, exitCode } = await fixture.build({ ...inGitlab, ...('env' in given ? given.env : {}) });
        expectData(log, exitCode);
      } finally {
        await fixture.close();
      }
    });
  }

  it('is data: an argument, a folder, and a file of Terraform', async () => {
    const fixture = await openServiceFixture();
    const folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-injection-'));
    try {
      const output = path.join(folder, `out\n${forged}`);
      mkdirSync(output);
      const terraform = path.join(folder, 'outputs.json');
      writeFileSync(terraform, JSON.stringify({ stage: { value: hostile }, [hostile]: { value: hostile } }));
      for (const argv of [
        [hostile],
        ['deploy', `--${hostile}`],
        ['adopt', '--terraform-output', output],
        ['adopt', '--terraform-output', terraform, '--project', 'a/b'],
      ]) {
        const { log, exitCode } = await fixture.run(argv, { env: inGitlab });
        expectData(log, exitCode);
      }
    } finally {
      rmSync(folder, { recursive: true });
      await fixture.close();
    }
  });
});
