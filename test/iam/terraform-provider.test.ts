import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listOf, mappingOf } from '../pipeline/mapping';
import { moduleIn, root } from './terraform-module';

/**
 * What a resource takes, and what it can be asked for: of the schema of hashicorp/aws 6.66.0, as the package
 * @cdktn/provider-aws 25.7.0 (seen November 2026) carries it. The whole of it is some hundred megabytes.
 */
const schema: Readonly<Record<string, Record<'needs' | 'takes' | 'has', readonly string[]>>> = {
  aws_iam_openid_connect_provider: {
    needs: ['client_id_list', 'url'],
    takes: ['tags', 'thumbprint_list'],
    has: ['arn', 'id'],
  },
  aws_iam_role: {
    needs: ['assume_role_policy'],
    takes: [
      ...['description', 'force_detach_policies', 'max_session_duration', 'name', 'name_prefix', 'path'],
      ...['permissions_boundary', 'tags'],
    ],
    has: ['arn', 'create_date', 'id', 'name', 'unique_id'],
  },
  aws_iam_policy: {
    needs: ['policy'],
    takes: ['delay_after_policy_creation_in_ms', 'description', 'name', 'name_prefix', 'path', 'tags'],
    has: ['arn', 'attachment_count', 'id', 'name', 'policy_id'],
  },
  aws_iam_role_policy_attachment: { needs: ['policy_arn', 'role'], takes: [], has: ['id'] },
  aws_caller_identity: { needs: [], takes: [], has: ['account_id', 'arn', 'id', 'user_id'] },
  aws_partition: { needs: [], takes: [], has: ['dns_suffix', 'id', 'partition', 'reverse_dns_prefix'] },
};
/** Of any resource (Terraform docs). */
const ofAll = ['count', 'for_each', 'provider', 'depends_on', 'lifecycle'];

describe('the resources of the Terraform module', () => {
  it('have the arguments that the provider takes, and all that it needs', async () => {
    const { resource, data } = await moduleIn('roles');
    const blocks = { ...mappingOf(resource, 'resource'), ...mappingOf(data, 'data') };
    expect(Object.keys(blocks)).to.have.members(Object.keys(schema));
    for (const [type, all] of Object.entries(blocks))
      for (const block of Object.values(mappingOf(all, type)).flatMap(listOf)) {
        const { needs = [], takes = [] } = schema[type] ?? {};
        const given = Object.keys(mappingOf(block, type)).filter((name) => !ofAll.includes(name));
        expect([...needs, ...takes], type).to.include.members(given);
        expect(given, type).to.include.members([...needs]);
      }
  });

  it('are asked for what they have', () => {
    const text = readFileSync(path.join(root, 'roles/main.tf'), 'utf8');
    const asked = [...text.matchAll(/\b(aws_\w+)[.]\w+(?:\[[^\]]*\])?[.](\w+)/g)];
    expect(asked.length).to.be.above(3);
    for (const [whole, type = '', name] of asked) expect(schema[type]?.has, whole).to.include(name);
  });
});
