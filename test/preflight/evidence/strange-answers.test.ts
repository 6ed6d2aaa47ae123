import { expect } from 'chai';
import { shifted } from '../../scenarios/given/shift';
import { loadBalanced } from '../../scenarios/given/givens';
import { planned, type Setting } from '../look-ahead';

const notAws = /not checked: .*not AWS's/;
const shift = { service: shifted, configuration: { strategy: 'BLUE_GREEN' } } as const;
const without = (tag: string) => [new RegExp(`<${tag}>.*?</${tag}>`, 'gs'), ''] as const;
const within = (tag: string, by: string) => [new RegExp(`(?<=<${tag}>).*?(?=</${tag}>)`, 'gs'), by] as const;
const encoded = (policy: string) => within('AssumeRolePolicyDocument', encodeURIComponent(policy));

type Row = readonly [
  what: string,
  operation: string,
  change: readonly [RegExp, string],
  subject: string,
  said: RegExp | undefined,
  fixture?: Setting['fixture'],
];

/** What no AWS leaves out, in an answer that is whole otherwise, and what is to be said of it; nothing where it proves nothing. */
const rows: readonly Row[] = [
  ['a caller without an account', 'GetCallerIdentity', without('Account'), 'caller', notAws],
  ['a caller without an ARN', 'GetCallerIdentity', without('Arn'), 'caller', notAws],
  ['no role', 'GetRole', within('Role', ''), 'execution role', notAws],
  [
    'a policy that is not encoded',
    'GetRole',
    within('AssumeRolePolicyDocument', '%E0%A4%A'),
    'execution role',
    undefined,
  ],
  ['a policy of nothing', 'GetRole', encoded('{"Statement":[null]}'), 'execution role', undefined],
  ['no results', 'SimulatePrincipalPolicy', within('EvaluationResults', ''), 'permissions', notAws],
  ['no decision', 'SimulatePrincipalPolicy', without('EvalDecision'), 'permissions', notAws],
  ['no subnets', 'DescribeSubnets', within('subnetSet', ''), 'subnets', notAws],
  [
    'no target groups',
    'DescribeTargetGroups',
    within('TargetGroups', ''),
    'load balancer',
    notAws,
    { service: loadBalanced },
  ],
  [
    'a target group without a type',
    'DescribeTargetGroups',
    without('TargetType'),
    'load balancer',
    /is of no type: nothing is known of it/,
    { service: loadBalanced },
  ],
  ['no listener rules', 'DescribeRules', within('Rules', ''), 'traffic shift', notAws, shift],
];

describe('a look that is answered with', () => {
  for (const [what, operation, [from, to], subject, said, fixture] of rows)
    it(`${what} is ${said ? 'told as it is' : 'no reason to stop'}`, async () => {
      const { exitCode, file, log } = await planned({
        ...(fixture && { fixture }),
        given: ({ aws }) =>
          aws.faults.add({
            operation,
            kind: 'other-body',
            times: Infinity,
            body: (answer) => answer.replace(from, to),
          }),
      });
      expect(exitCode, log).to.equal(10);
      const about = (file?.findings ?? []).filter((one) => one.subject === subject);
      expect(about.map(({ severity }) => severity)).to.deep.equal(said ? ['unknown'] : []);
      if (said) expect(about[0]?.message).to.match(said);
    });

  it('a deregistration delay that is no number says nothing of how long tasks drain', async () => {
    const { log } = await planned({
      fixture: { service: loadBalanced },
      given: ({ aws }) =>
        aws.faults.add({
          operation: 'DescribeTargetGroupAttributes',
          kind: 'other-body',
          times: Infinity,
          body: (answer) => answer.replaceAll(/(?<=<Value>)\d+(?=<)/g, 'soon'),
        }),
    });
    expect(log).not.to.match(/^takes|NaN/m);
  });
});
