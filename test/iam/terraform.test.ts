import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PolicyDocument } from '../../runner/iam/policy-document';
import { variables } from '../../runner/settings/variables/variables';
import { isMapping, listOf, mappingOf, type Mapping } from '../pipeline/mapping';
import { openSeveralServices } from '../several-services';
import { requestsOf } from './authorizations';
import { deniedBy } from './least-privilege';
import { printedPolicy, shopNames } from './printed';
import { moduleIn, namesOf, root } from './terraform-module';

const policyFile = (kind: string) => path.join(root, 'roles/policies', `${kind}.json.tftpl`);
const isUpdate = process.env['ECS_CD_UPDATE_README'] === '1';

/** What stands for a placeholder in what is printed; a list is a placeholder as a whole. */
const standIns: Readonly<Record<string, string | readonly string[]>> = {
  subjects: ['project_path:a/project:ref_type:branch:ref:*'],
  roles: ['arn:aws:iam::210987654321:role/of-the-task'],
  ecs_roles: ['arn:aws:iam::210987654321:role/of-ecs'],
  logs: ['arn:aws:logs:eu-west-3:210987654321:log-group:a-group:log-stream:*'],
  secrets: ['arn:aws:secretsmanager:eu-west-3:210987654321:secret:*'],
  own: 'arn:aws:iam::210987654321:role/own',
  account: '210987654321',
  region: 'eu-west-3',
  repository: 'a-repository',
  cluster: 'a-cluster',
  service: 'a-service',
  family: 'a-family',
  provider: 'id.example.com',
  audience: 'an-audience',
  partition: 'arn:aws:',
};

const env = {
  AWS_DEFAULT_REGION: 'eu-west-3',
  REPOSITORY_URL: '210987654321.dkr.ecr.eu-west-3.amazonaws.com/a-repository',
  CLUSTER_NAME: 'a-cluster',
  SERVICE_NAME: 'a-service',
  TASK_FAMILY: 'a-family',
  ECS_CD_ROLE_ARN: 'arn:aws:iam::210987654321:role/own',
  ECS_CD_EXECUTION_ROLE_ARN: 'arn:aws:iam::210987654321:role/of-the-task',
  ECS_CD_ECS_ROLE_ARNS: 'arn:aws:iam::210987654321:role/of-ecs',
  ECS_CD_LOG_GROUPS: 'a-group',
  CI_PROJECT_PATH: 'a/project',
  ECS_CD_GITLAB_URL: 'https://id.example.com',
  ECS_CD_ID_TOKEN_AUDIENCE: 'an-audience',
  ECS_CD_REFS: '*',
};

/** The template that a policy is an instance of. */
function templateOf(policy: PolicyDocument): string {
  const withPlaceholders = (node: unknown): unknown => {
    const named = Object.entries(standIns).find(
      ([, value]) => JSON.stringify(value) === JSON.stringify(node),
    );
    if (Array.isArray(node)) return named ? `<${named[0]}>` : node.map(withPlaceholders);
    if (isMapping(node))
      return Object.fromEntries(
        Object.entries(node).map(([key, value]) => [inText(key), withPlaceholders(value)]),
      );
    return typeof node === 'string' ? inText(node) : node;
  };
  const inText = (text: string) =>
    Object.entries(standIns).reduce((result, [name, value]) => {
      if (typeof value !== 'string') return result;
      return result.replaceAll(value, name === 'partition' ? 'arn:${partition}:' : `\${${name}}`);
    }, text);
  return `${JSON.stringify(withPlaceholders(policy), undefined, 2).replace(/"<(\w+)>"/g, '${$1}')}\n`;
}

const placeholdersIn = (text: string) =>
  new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name));

/** As `templatefile` does it. */
const renderedPolicy = (kind: string, values: Mapping) =>
  JSON.parse(
    readFileSync(policyFile(kind), 'utf8').replace(/\$\{(\w+)\}/g, (_, name: string) => String(values[name])),
  ) as PolicyDocument;

describe('the Terraform module', () => {
  const kinds = ['build', 'scan', 'plan', 'deploy', 'trust'];

  for (const kind of kinds)
    it(`has the policy ${kind} as iam-policy prints it`, async () => {
      const template = templateOf(await printedPolicy(kind, env));
      if (isUpdate) writeFileSync(policyFile(kind), template);
      expect(readFileSync(policyFile(kind), 'utf8')).to.equal(template);
    });

  it("is written in Terraform's own format", function () {
    // It needs no configuration of whoever runs the tests, and may name a file that is not there.
    const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' };
    const { error, status, stdout } = spawnSync('terraform', ['fmt', '-check', '-recursive', '-diff', root], {
      env,
      encoding: 'utf8',
    });
    if (error) this.skip();
    expect(status, stdout).to.equal(0);
  });

  it('gives each policy what it has a place for', async () => {
    const { locals } = await moduleIn('roles');
    const { place } = mappingOf(listOf(locals)[0], 'locals');
    for (const kind of kinds.filter((each) => each !== 'trust')) {
      const wanted = [...placeholdersIn(readFileSync(policyFile(kind), 'utf8'))];
      expect([...namesOf(place), 'own'], kind).to.include.members(wanted);
    }
    const text = readFileSync(path.join(root, 'roles/main.tf'), 'utf8');
    const [, trusted = ''] = text.split('trust.json.tftpl');
    for (const name of placeholdersIn(readFileSync(policyFile('trust'), 'utf8')))
      expect(trusted).to.match(new RegExp(`^    ${name} +=`, 'm'));
  });

  for (const folder of ['.', 'roles'])
    it(`refers to nothing that is not there: ${folder}`, async () => {
      const blocks = await moduleIn(folder);
      const locals = listOf(blocks['locals']).flatMap(namesOf);
      const known = [
        ...namesOf(blocks['variable']).map((name) => `var.${name}`),
        ...locals.map((name) => `local.${name}`),
        ...namesOf(blocks['module']).map((name) => `module.${name}`),
        ...Object.entries(mappingOf(blocks['resource'] ?? {}, 'resources')).flatMap(([type, all]) =>
          namesOf(all).map((name) => `${type}.${name}`),
        ),
        ...Object.entries(mappingOf(blocks['data'] ?? {}, 'data')).flatMap(([type, all]) =>
          namesOf(all).map((name) => `data.${type}.${name}`),
        ),
      ];
      const text = readFileSync(path.join(root, folder, 'main.tf'), 'utf8');
      const used = text.match(/\b(?:var|local|module|data\.\w+|aws_\w+)\.\w+/g) ?? [];
      expect(used.length).to.be.above(10);
      expect(known).to.include.members(used);
      expect(used, 'no variable is there for nothing').to.include.members(
        known.filter((name) => name.startsWith('var.')),
      );
    });

  it('calls the roles with variables that they have, and with all that they ask for', async () => {
    const { module } = await moduleIn('.');
    const [call] = listOf(mappingOf(module, 'module')['roles']).map((one) => mappingOf(one, 'call'));
    const { variable } = await moduleIn('roles');
    const given = Object.keys(call ?? {}).filter((name) => !['source', 'count'].includes(name));
    expect(namesOf(variable)).to.include.members(given);
    const needed = Object.entries(mappingOf(variable, 'variables')).filter(
      ([, block]) => !('default' in mappingOf(listOf(block)[0], 'variable')),
    );
    expect(given).to.include.members(needed.map(([name]) => name));
  });

  it('has outputs with the names of the contract, which adopt needs no --map for', async () => {
    const contract = variables.flatMap(({ terraformOutput, secret, name }) =>
      terraformOutput && !secret && name !== 'DOCKER_TAG' ? [terraformOutput] : [],
    );
    const { output } = await moduleIn('.');
    expect(namesOf(output)).to.include.members(contract);
  });

  it('lets services share roles by a wildcard: what their release asks for is allowed, and another service is not', async () => {
    const fixture = await openSeveralServices(['web', 'worker']);
    fixture.fates({ worker: { kind: 'crash', exitCode: 1 } });
    const { exitCode, log } = await fixture.deploy();
    const requests = requestsOf(fixture.aws.calls).filter(({ action }) => !action.startsWith('ecr:'));
    await fixture.close();
    expect(exitCode, log).to.equal(6);
    const lists = {
      roles: JSON.stringify([shopNames.ECS_CD_EXECUTION_ROLE_ARN]),
      ecs_roles: JSON.stringify([shopNames.ECS_CD_EXECUTION_ROLE_ARN]),
      logs: '["arn:aws:logs:eu-central-1:123456789012:log-group:/shop/*:log-stream:*"]',
      secrets: '["arn:aws:secretsmanager:eu-central-1:123456789012:secret:*"]',
    };
    const place = {
      partition: 'aws',
      region: 'eu-central-1',
      account: '123456789012',
      repository: 'team/*',
      cluster: 'shop',
    };
    const own = 'arn:aws:iam::123456789012:user/${aws:username}';
    const policyFor = (service: string) =>
      renderedPolicy('deploy', { ...place, ...lists, own, service, family: service });
    expect(deniedBy(policyFor('w*'), requests)).to.deep.equal([]);
    expect(deniedBy(policyFor('web*'), requests).join('\n')).to.match(/UpdateService on .*worker/);
  });
});
