import { parse } from '@cdktn/hcl2json';
import { expect } from 'chai';
import { hclOf } from '../../runner/iam/hcl';
import type { PolicyDocument, Statement } from '../../runner/iam/policy-document';
import { print, printedPolicy, shopNames } from './printed';

interface ParsedStatement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
  readonly principals?: readonly { readonly type: string; readonly identifiers: readonly string[] }[];
  readonly condition?: readonly {
    readonly test: string;
    readonly variable: string;
    readonly values: readonly string[];
  }[];
}

/** What Terraform's own parser reads, as the policy that the data source makes of it. */
async function documentsIn(text: string): Promise<Record<string, PolicyDocument>> {
  const { data } = (await parse('policies.tf', text)) as {
    data: { aws_iam_policy_document: Record<string, [{ statement: ParsedStatement[] }]> };
  };
  return Object.fromEntries(
    Object.entries(data.aws_iam_policy_document).map(([name, [{ statement }]]) => [
      name,
      { Version: '2012-10-17', Statement: statement.map(statementIn) },
    ]),
  );
}

function statementIn({ sid, actions, resources, principals, condition }: ParsedStatement): Statement {
  const conditions: Record<string, Record<string, string | readonly string[]>> = {};
  for (const { test, variable, values } of condition ?? []) {
    conditions[test] = {
      ...conditions[test],
      [variable]: values.length === 1 ? literal(values[0]!) : values.map(literal),
    };
  }
  return {
    Sid: sid,
    Effect: 'Allow',
    ...(principals
      ? {
          Principal: Object.fromEntries(
            principals.map(({ type, identifiers }) => [type, literal(identifiers[0]!)]),
          ),
        }
      : {}),
    Action: actions.map(literal),
    ...(resources ? { Resource: resources.map(literal) } : {}),
    ...(condition ? { Condition: conditions } : {}),
  };
}

/** The parser gives templates back as they are written. */
const literal = (text: string) => text.replace(/([$%])\1(?=\{)/g, '$1');

describe('the policies as HCL', () => {
  const chained = {
    ...shopNames,
    ECS_CD_ROLE_ARN: 'arn:aws:iam::111111111111:role/first',
    ECS_CD_CHAINED_ROLE_ARN: 'arn:aws:iam::123456789012:role/second',
    ECS_CD_CHAINED_ROLE_EXTERNAL_ID: 'shop/web',
    ECS_CD_REFS: 'main,release/*,tag:v*',
    ECS_CD_LOG_GROUPS: '/shop/web,/shop/proxy',
  };

  it('are the same as those in JSON, read by the parser of Terraform', async () => {
    const documents = await documentsIn((await print(['--format', 'hcl'], chained)).stdout);
    const kinds = ['build', 'deploy', 'plan', 'trust', 'chain', 'chained-trust'];
    expect(Object.keys(documents)).to.have.members(kinds.map((kind) => `ecs_cd_${kind.replace('-', '_')}`));
    for (const kind of kinds) {
      const name = `ecs_cd_${kind.replace('-', '_')}`;
      expect(documents[name], kind).to.deep.equal(await printedPolicy(kind, chained));
    }
  });

  it('hold no text that Terraform would replace', async () => {
    const awkward = ['${aws:username}/*', '%{if}', 'a"b\\c', '$${x}'];
    const statement = { Sid: 'A', Effect: 'Allow' as const, Action: ['s3:GetObject'], Resource: awkward };
    const document = { Version: '2012-10-17' as const, Statement: [statement] };
    const text = hclOf({ a: document });
    expect(text).to.contain('"$${aws:username}/*"').and.contain('"%%{if}"').and.contain('"a\\"b\\\\c"');
    // Without the doubled sign the parser would see an expression.
    const parsed = await documentsIn(
      hclOf({ a: { ...document, Statement: [{ ...statement, Resource: awkward.slice(0, 3) }] } }),
    );
    expect(parsed['ecs_cd_a']?.Statement[0]?.Resource).to.deep.equal(awkward.slice(0, 3));
  });

  it('look as terraform fmt leaves them', async () => {
    const { stdout } = await print(['--format', 'hcl', '--policy', 'trust']);
    expect(stdout).to.equal(`data "aws_iam_policy_document" "ecs_cd_trust" {
  statement {
    sid = "GitLabIdToken"

    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::123456789012:oidc-provider/gitlab.example.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "gitlab.example.com:aud"
      values   = ["https://gitlab.example.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "gitlab.example.com:sub"
      values   = ["project_path:shop/web:ref_type:branch:ref:main"]
    }
  }
}
`);
  });
});
