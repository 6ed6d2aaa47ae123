import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'shell-quote';
import { requestsOf } from '../iam/authorizations';
import { deniedBy } from '../iam/least-privilege';
import type { PolicyDocument } from '../../runner/iam/policy-document';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';

describe('from nothing to the first deployment', () => {
  let shop: ServiceFixture;
  let folder: string;
  before(async () => {
    shop = await openServiceFixture();
    const { world, clock } = shop.aws;
    world.registerTaskDefinition({
      family: 'shop-api',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/web-execution',
      tags: [{ key: 'Environment', value: 'staging' }],
      containerDefinitions: [
        {
          name: 'api',
          image: `${shop.env['REPOSITORY_URL']}:v1`,
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': '/shop/web',
              'awslogs-region': 'eu-central-1',
              'awslogs-stream-prefix': 'api',
            },
          },
        },
      ],
    });
    world.createService({
      cluster: 'shop',
      name: 'api',
      taskDefinition: 'shop-api',
      settings: { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } } },
    });
    await clock.sleep(3_600_000);
    folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-new-project-'));
    writeFileSync(path.join(folder, 'Dockerfile'), 'FROM scratch\n');
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await shop.close();
  });

  it('it is three commands to the plan, of which the first prints the others, and ten minutes until it is deployed', async () => {
    const began = shop.aws.clock.now();
    const names = ['REPOSITORY_URL', 'DOCKER_TAG', 'TASK_FAMILY', 'SERVICE_NAME', 'CLUSTER_NAME', 'STAGE'];
    const nothing = Object.fromEntries(names.map((name) => [name, undefined]));
    const run = (command: string, env = {}) =>
      shop.run(parse(command).slice(1).map(String), { env: { ...nothing, CI_PROJECT_DIR: folder, ...env } });

    const adopted = await run('ecs-cd adopt --from-service shop/api --write --format dotenv');
    expect(adopted.exitCode, adopted.stderr).to.equal(0);
    const [policy = '', plan = '', ...more] = [...adopted.stdout.matchAll(/^# next: (.*)$/gm)].map(
      ([, command = '']) => command,
    );
    expect(more).to.deep.equal([]);

    const printed = await run(policy);
    expect(printed.exitCode, printed.stderr).to.equal(0);
    const planned = await run(plan);
    expect(planned.exitCode, planned.log).to.be.oneOf([0, 10]);
    expect(shop.changes()).to.deep.equal([]);

    const lines = adopted.stdout.matchAll(/^(\w+)='(.*)'$/gm);
    const variables = Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
    const before = shop.aws.calls.length;
    const deployed = await run('ecs-cd deploy', { ...variables, STAGE: 'staging', DOCKER_TAG: 'v2' });
    expect(deployed.exitCode, deployed.log).to.equal(0);
    expect(deployed.log).to.contain('shop-api:2 serves 1 of 1 tasks (verified)');
    expect(shop.aws.clock.now() - began, 'the time of AWS').to.be.below(600_000);

    const policies = JSON.parse(printed.stdout) as Record<string, PolicyDocument>;
    const asked = requestsOf(shop.aws.calls.slice(before));
    expect(deniedBy(policies['deploy']!, asked), 'the printed policy lets the job do it').to.deep.equal([]);
  });
});
