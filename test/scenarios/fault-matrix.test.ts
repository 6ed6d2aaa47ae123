import { expect } from 'chai';
import type { ServiceFixture } from '../service-fixture';
import type { RecordedCall } from '../simulator/protocol/aws-endpoint';
import type { Fault } from '../simulator/protocol/faults';
import { quickTimings } from '../simulator/timings';
import { loadBalanced } from './given/givens';
import { play, type Played } from './play';
import type { Scenario } from './scenario';
import { liesOf } from './verdict-invariants';

type Story = Pick<Scenario, 'fixture' | 'given' | 'during'>;
type Trouble = Omit<Fault, 'operation' | 'times'>;

/** What a run lives through; between them they make it call everything that it calls while it follows. */
const stories: Readonly<Record<string, Story>> = {
  'a release that succeeds': { fixture: { service: loadBalanced } },
  'a release that crashes': {
    fixture: { service: loadBalanced },
    given: (fixture) => fixture.newTasks({ kind: 'crash', exitCode: 1, log: ['boom'] }),
  },
  'a release that ECS rolls back': {
    fixture: {
      configuration: {
        alarms: { alarmNames: ['errors'], enable: true, rollback: true },
        bakeTimeInMinutes: 2,
      },
    },
    during: { 30: ({ aws }) => aws.world.setAlarm('errors', 'ALARM') },
  },
  'a release that only an update takes back': {
    given(fixture) {
      fixture.aws.world.setRecordDelay('never');
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
    },
  },
};

/**
 * Each row says one thing in so many ways. The release that succeeds meets all of the first row, else each meets one of
 * each row in turn. What is no answer of AWS at all is in test/aws/other-answers.test.ts.
 */
const troubles: readonly Readonly<Record<string, Trouble>>[] = [
  {
    'is throttled': { kind: 'throttle' },
    'fails with 500': { kind: 'server-error' },
    'answers half': { kind: 'half-reply' },
    'never answers': { kind: 'hang' },
    'loses its reply': { kind: 'lost-reply' },
  },
  { 'is denied': { kind: 'access-denied' } },
  {
    'is not supported': { kind: 'unsupported-feature' },
    'is refused for a reason that nobody knows': {
      kind: 'client-error',
      error: { name: 'InvalidParameterException', message: 'The specified parameter is not valid.' },
    },
  },
  { 'answers in states that nobody knows yet': { kind: 'other-body', body: inNewerStates } },
];
const ofLists = { 'repeats its page': { kind: 'endless-list' } } as const;

/** Of a record, a deployment, a task, a target, an alarm: in JSON and in XML. */
function inNewerStates(answer: string): string {
  const states =
    /("(?:rolloutState|lifecycleStage|lastStatus|healthStatus|stopCode)":"|<State>|<StateValue>)[A-Z_]+/gi;
  const ofRecords = /("serviceDeploymentArn":"[^"]+",[^}]*"status":")[A-Z_]+/g;
  return answer.replace(states, '$1RESTING').replace(ofRecords, '$1RESTING');
}

/** From the update on, or from the beginning where it is the update. */
async function told({ fixture, given, during }: Story, fault?: Fault): Promise<Played> {
  const isOfUpdate = fault?.operation === 'UpdateService';
  const begin = ({ aws }: ServiceFixture) => {
    if (fault) aws.faults.add({ times: Infinity, ...fault });
  };
  return play({
    what: 'one thing goes wrong for good',
    ...(fixture ? { fixture } : {}),
    isSlow: fault?.kind === 'hang' || fault?.kind === 'half-reply',
    // What is looked at before the update is not what goes wrong here.
    env: { ECS_CD_TIMEOUT: '90s', ECS_CD_PREFLIGHT: 'off' },
    given(shop) {
      shop.aws.world.setTimings(quickTimings);
      if (isOfUpdate) begin(shop);
      return given?.(shop);
    },
    during: { ...during, ...(isOfUpdate ? {} : { 0: begin }) },
    expected: { verdict: 'succeeded' },
    truth: {},
  });
}

function operationsIn({ calls, updatedAt = Infinity }: Played): string[] {
  const following = (call: RecordedCall) => call.at > updatedAt || call.operation === 'UpdateService';
  return [...new Set(calls.filter(following).map(({ operation }) => operation))];
}

function troublesOf(operation: string, story: number, turn: number): [string, Trouble][] {
  const rows: typeof troubles = operation.startsWith('List') ? [...troubles, ofLists] : troubles;
  return rows.flatMap((row) => {
    const all = Object.entries(row);
    const isWhole = story === 0 && row === troubles[0];
    return isWhole ? all : all.filter((_, index) => index === (story + turn) % all.length);
  });
}

/** What a run cannot do without: it may end without a verdict on the release, and undoes nothing that it does not see. */
const needed = ['DescribeServices', 'UpdateService'];

describe('a run, whatever goes wrong for good with one operation', function () {
  // Some hundred runs each.
  this.timeout(600_000);
  for (const [index, [name, story]] of Object.entries(stories).entries()) {
    it(`comes to the verdict of ${name}, and never to another one`, async function () {
      const plain = await told(story);
      const wrong: string[] = [];
      for (const [turn, operation] of operationsIn(plain).entries()) {
        for (const [what, trouble] of troublesOf(operation, index, turn)) {
          const problems = problemsOf(operation, await told(story, { ...trouble, operation }), plain);
          wrong.push(...problems.map((problem) => `${operation} ${what}: ${problem}`));
        }
      }
      expect(wrong, wrong.join('\n')).to.have.length(0);
    });
  }
});

function problemsOf(operation: string, { facts }: Played, { facts: plain }: Played): string[] {
  const { exitCode, changes, after } = facts;
  const problems = [...liesOf(facts)];
  if (!needed.includes(operation) && exitCode !== plain.exitCode)
    problems.push(`exit ${exitCode}, not ${plain.exitCode}\n${facts.log}`);
  const isUndone = plain.exitCode === 0 && (after?.deploymentsEver ?? 0) > 2;
  if (isUndone) problems.push(`a healthy release was undone: ${changes.join(', ')}\n${facts.log}`);
  return problems;
}
