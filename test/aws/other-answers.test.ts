import { expect } from 'chai';
import { loadBalanced, tasks } from '../scenarios/given/givens';
import { play, type Played } from '../scenarios/play';
import type { Scenario } from '../scenarios/scenario';
import { scenarioNamed } from '../scenarios/scenario-files';
import { liesOf } from '../scenarios/verdict-invariants';
import { quickTimings } from '../simulator/timings';

const inListOfXml = '(?<=<(?:member|item)>).*(?=</(?:member|item)>)';

/** What is no answer of AWS, made of one in JSON or XML, and comes with status 200. */
const bodies: readonly [string, (answer: string) => string][] = [
  ['nothing', () => ''],
  ['null', () => 'null'],
  ['a list', () => '[]'],
  [
    'a number in place of the first list',
    (answer) => answer.replace(/\[.*\]|(?<=Result>).*(?=<\/\w+Result>)/s, '7'),
  ],
  [
    'a list of nothing',
    (answer) => answer.replace(new RegExp(`(?<=\\[).*(?=\\])|${inListOfXml}`, 's'), 'null'),
  ],
  ['a text in place of what is described', (answer) => answer.replace(/(?<=[:[])\{.*\}(?=.)/s, '"text"')],
  ['half of it', (answer) => answer.slice(0, answer.length / 2)],
  ['a page', () => '<html><p>Sign in</p></html>'],
];

const planned = scenarioNamed('endings/plan-looks-around');

const idToken = 'eyJhbGciOiJSUzI1NiJ9.the-id-token-of-this-job.c2lnbmF0dXJl';
const noKeys = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
const byRoles: Scenario = {
  ...planned,
  given: ({ aws: { world } }) => {
    world.createRole('first', { idTokens: [idToken] });
    world.createRole('second', { accountId: '210987654321' });
  },
  env: {
    ...noKeys,
    ECS_CD_ROLE_ARN: 'arn:aws:iam::123456789012:role/first',
    ECS_CD_ID_TOKEN: idToken,
    ECS_CD_CHAINED_ROLE_ARN: 'arn:aws:iam::210987654321:role/second',
  },
};
const deployed: Scenario = {
  ...planned,
  argv: ['deploy'],
  fixture: { service: loadBalanced },
  // What a preflight looks at is in the plans.
  env: { ECS_CD_TIMEOUT: '90s', ECS_CD_PREFLIGHT: 'off' },
};
const failed: Scenario = {
  ...deployed,
  given: tasks({ kind: 'crash', exitCode: 3, log: ['no DATABASE_URL'] }),
};

const runs = {
  plan: planned,
  'plan by roles': byRoles,
  deploy: deployed,
  'deploy that fails': failed,
  rollback: { ...scenarioNamed('endings/rollback-by-hand'), env: { ECS_CD_TIMEOUT: '90s' } },
};

/** An operation that is called before the service is changed, or after that. */
interface Look {
  readonly operation: string;
  /** How many calls of it go before. */
  readonly after: number;
  /** Looks of one group get their bodies in one run. */
  readonly group: string;
  /** Which bodies have not been answered yet. */
  readonly left: (typeof bodies)[number][];
}

/** What a plain run looks at. What goes on to be asked while a deployment is followed is a group of its own. */
function looksIn({ calls }: Played): Look[] {
  const change = calls.findIndex(({ operation }) => operation === 'UpdateService');
  const later = change < 0 ? [] : calls.slice(change + 1);
  return [calls.slice(0, calls.length - later.length), later].flatMap((part, index) => {
    const all = part.map(({ operation }) => operation);
    const isOnce = (operation: string) => all.indexOf(operation) === all.lastIndexOf(operation);
    return [...new Set(all)].map((operation, turn) => ({
      operation,
      after: index * calls.filter((one) => one.operation === operation && !later.includes(one)).length,
      group: index === 0 ? 'before' : isOnce(operation) ? 'once' : operation,
      left: bodies.map((_, at) => bodies[(at + turn) % bodies.length]!),
    }));
  });
}

/** What a run says that is not so, or why its verdict is another one, where each of its calls of these gets another body. */
async function liesIn(scenario: Scenario, plain: Played, looks: readonly Look[]): Promise<string[]> {
  const told: string[] = [];
  const { facts } = await play({
    ...scenario,
    given: async (fixture) => {
      await scenario.given?.(fixture);
      fixture.aws.world.setTimings(quickTimings);
      for (const { operation, after, left } of looks) {
        const body = (answer: string) => {
          const [what, bodyOf] = left.shift() ?? bodies[told.length % bodies.length]!;
          told.push(`${operation}: ${what}`);
          return bodyOf(answer);
        };
        fixture.aws.faults.add({ operation, after, kind: 'other-body', times: Infinity, body });
      }
    },
  });
  const isFollowed = looks.every(
    ({ group, operation }) => group !== 'before' && operation !== 'DescribeServices',
  );
  const isOther = isFollowed && facts.exitCode !== plain.facts.exitCode;
  return [...liesOf(facts), ...(isOther ? [`exit ${facts.exitCode}, not ${plain.facts.exitCode}`] : [])].map(
    (lie) => `${told.slice(0, 12).join(', ')}: ${lie}\n${facts.log}`,
  );
}

/** What becomes of the session in an answer of STS. */
const withoutSession: readonly [string, RegExp, string][] = [
  ['nothing', /.*/s, ''],
  ['a page', /.*/s, '<html><p>Sign in</p></html>'],
  ['no session', /<Credentials>.*<\/Credentials>/s, ''],
  ['a text for a session', /(?<=<Credentials>).*(?=<\/Credentials>)/s, '7'],
  ['no key', /<SecretAccessKey>.*<\/SecretAccessKey>/s, ''],
  ['an empty ID', /(?<=<AccessKeyId>).*(?=<\/AccessKeyId>)/s, ''],
  ['a structure for an ID', /(?<=<AccessKeyId>).*(?=<\/AccessKeyId>)/s, '<a>1</a>'],
  ['no time for its end', /(?<=<Expiration>).*(?=<\/Expiration>)/s, 'soon'],
];

describe('an answer of STS that has no session in it', () => {
  for (const operation of ['AssumeRoleWithWebIdentity', 'AssumeRole']) {
    for (const [what, replaced, by] of withoutSession) {
      it(`is told as one that is not AWS's: ${operation}, ${what}`, async () => {
        const body = (answer: string) => answer.replace(replaced, by);
        const { facts } = await play({
          ...byRoles,
          given: (fixture) => {
            void byRoles.given?.(fixture);
            fixture.aws.faults.add({ operation, kind: 'other-body', times: Infinity, body });
          },
        });
        expect(facts.exitCode, facts.log).to.equal(75);
        expect(facts.log.replaceAll(/\s+/g, ' ')).to.contain("a page that is not AWS's");
      });
    }
  }
});

describe('an answer that is none of AWS', () => {
  const seen = new Set<string>();
  for (const [name, scenario] of Object.entries(runs)) {
    it(`makes no bug, lie or other verdict of a ${name}, whatever it is and of whichever operation`, async () => {
      const plain = await play(scenario);
      const looks = looksIn(plain);
      const unseen = looks.filter(({ operation, group }) => group !== 'before' || !seen.has(operation));
      for (const { operation } of looks) seen.add(operation);
      const lies: string[] = [];
      for (const group of new Set(unseen.map((look) => look.group))) {
        const all = unseen.filter((look) => look.group === group);
        for (let left = all; left.length > 0; left = left.filter((look) => look.left.length > 0))
          lies.push(...(await liesIn(scenario, plain, left)));
      }
      expect(lies.join('\n\n')).to.equal('');
    });
  }
});
