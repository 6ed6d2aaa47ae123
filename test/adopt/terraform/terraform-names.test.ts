import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { factsOf, isUnfound } from '../../../runner/adopt/facts';
import { terraformOutputsOf } from '../../../runner/adopt/terraform/terraform-output';
import type { VariableName } from '../../../runner/settings/variables/variables';

const ecs = (resource: string) => `arn:aws:ecs:eu-west-1:123456789012:${resource}`;
const other = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;
const image = (name: string) => `123456789012.dkr.ecr.eu-west-1.amazonaws.com/${name}`;

const known: Readonly<Record<string, readonly [VariableName, string]>> = {
  C: ['CLUSTER_NAME', 'shop'],
  S: ['SERVICE_NAME', 'web'],
  F: ['TASK_FAMILY', 'shop-web'],
  U: ['REPOSITORY_URL', image('shop/web')],
  N: ['REPOSITORY_NAME', 'shop/web'],
  R: ['AWS_DEFAULT_REGION', 'eu-west-1'],
};

const container = { name: 'app', image: `${image('shop/web')}:v1`, essential: true };
const serviceModule = (name: string) => ({
  id: ecs(`service/shop/${name}`),
  name,
  task_definition_arn: ecs(`task-definition/shop-${name}:7`),
  container_definitions: { app: { container_definition: { image: `${image(`shop/${name}`)}:v1` } } },
});

/** What the values under such names are, as the AWS provider has them; the first that fits. */
const values: readonly (readonly [name: RegExp, value: (name: string, all: readonly string[]) => unknown])[] =
  [
    [
      /^ecs_cluster$/,
      (_, all) =>
        all.length > 1 ? 'shop' : { arn: ecs('cluster/shop'), id: ecs('cluster/shop'), name: 'shop' },
    ],
    [/coralogix_otel_agent_service_id/, () => ecs('service/shop/otel')],
    [/coralogix_otel_agent_task_def/, () => ecs('task-definition/otel:3')],
    [/telemetrygen_service_id/, () => ecs('service/shop/telemetrygen')],
    [/telemetrygen_task_def/, () => ecs('task-definition/telemetrygen:3')],
    [
      /^(?:arn|id|name)$/,
      (name, all) => {
        const isCluster = all.includes('cluster_capacity_providers');
        return name === 'name'
          ? isCluster
            ? 'shop'
            : 'web'
          : ecs(isCluster ? 'cluster/shop' : 'service/shop/web');
      },
    ],
    [/(?:neptune|rds|opensearch|elasticache|database).*_arn$/, () => other('rds', 'cluster:data')],
    [/^neptune_cluster_id$/, () => 'data'],
    [/^(?:ecs_)?cluster_(?:arn|id)$|^(?:service_)?cluster$/, () => ecs('cluster/shop')],
    [/^(?:ecs_)?cluster_name$/, () => 'shop'],
    [/^(?:ecs_)?service_(?:arn|id)$/, () => ecs('service/shop/web')],
    [/^(?:ecs_)?service_name$/, () => 'web'],
    [/^service_revision_arn$/, () => ecs('service-revision/shop/web/7')],
    [
      /^services$/,
      (_, all) =>
        Object.fromEntries(
          (all.includes('alb_dns_name') ? ['web'] : ['web', 'worker']).map((one) => [
            one,
            serviceModule(one),
          ]),
        ),
    ],
    [/task_def(?:inition)?_arn_without_revision$/, () => ecs('task-definition/shop-web')],
    [/task_def(?:inition)?_arn$|_service_task_definition$/, () => ecs('task-definition/shop-web:7')],
    [/task_def(?:inition)?_(?:family|name)$/, () => 'shop-web'],
    [/^ecr_(?:be|fe)_/, (name) => image(name)],
    [/^ecr_repository_arn$/, () => other('ecr', 'repository/shop/web')],
    [/^ecr_repository_name$/, () => 'shop/web'],
    [/^ecr_repository_url$/, () => image('shop/web')],
    [/^ecr_image$/, () => `${image('shop/web')}:v1`],
    [/^container_definition_json$/, () => JSON.stringify([container])],
    [/^container_definition_json_map$/, () => JSON.stringify(container)],
    [/container_definitions$/, () => ({ app: container })],
    [/^(?:aws_)?region$/, () => 'eu-west-1'],
    [/^resource_id$/, () => 'service/shop/web'],
    [/role.*_arn$/, (name) => `arn:aws:iam::123456789012:role/${name}`],
    [/budget.*_arn$|detector_arn$/, (name) => `arn:aws:budgets::123456789012:budget/${name}`],
    [/bucket_arn$/, () => 'arn:aws:s3:::logs'],
    [/_arn$/, (name) => other('elasticloadbalancing', name)],
    [/_revision$|_count$|_port$/, () => 7],
    [/s$/, (name) => [`${name}-1`, `${name}-2`]],
    [/./, (name) => `some ${name}`],
  ];

const patterns = readFileSync(path.join(__dirname, 'terraform-names.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [letters = '', names = ''] = line.split(' | ');
    return { letters: letters === '-' ? '' : letters, names: names.split(' ') };
  });

/** `C` for what is found with the right value, `c` for what several fit, `C!` for a wrong one. */
function foundIn(names: readonly string[]): string {
  const outputs = Object.fromEntries(
    names.map((name) => [name, { value: values.find(([of]) => of.test(name))?.[1](name, names) }]),
  );
  const given = {
    environment: 'staging',
    outputs: terraformOutputsOf(JSON.stringify(outputs), 'stdin'),
    words: 'the outputs',
    originOf: (output: string) => output,
    hasDockerfile: true,
    again: String,
  };
  const facts = factsOf(given, { choices: [] });
  const letters = facts.flatMap((fact) => {
    const name = isUnfound(fact) ? fact.problem.subject : fact.name;
    const [letter = '', [, value] = []] = Object.entries(known).find(([, [of]]) => of === name) ?? [];
    if (isUnfound(fact)) return fact.problem.message.includes(' fit: ') ? letter.toLowerCase() : '';
    if (name === 'DOCKER_BUILD_CONTEXT') return '';
    return fact.value === value ? letter : `${letter || name}!`;
  });
  return letters.toSorted().join('');
}

describe('the outputs of Terraform as people name them', () => {
  it('give all that can be known without a --map, and nothing that is wrong', () => {
    const wrong = patterns
      .map(({ letters, names }) => ({
        expected: Array.from(letters).toSorted().join(''),
        found: foundIn(names),
        names,
      }))
      .filter(({ expected, found }) => expected !== found);
    expect(
      wrong.map(({ expected, found, names }) => `${expected} ${found}: ${names.join(' ')}`),
    ).to.deep.equal([]);
    expect(patterns).to.have.length(60);
  });
});
