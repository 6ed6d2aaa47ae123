import { expect } from 'chai';
import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { base, plannedIn, secretArn } from '../preflight/look-ahead';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

const arn = secretArn('db');

describe('values that a job sets without a file', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
    fixture.aws.world.createSecret(arn);
  });
  afterEach(() => fixture.close());
  const registered = () => {
    const calls = fixture.aws.calls.filter(({ operation }) => operation === 'RegisterTaskDefinition');
    return calls.at(-1)!.input as RegisterTaskDefinitionRequest;
  };
  const given = () =>
    base(
      {},
      {
        environment: [
          { name: 'KEEP', value: 'kept' },
          { name: 'LEVEL', value: 'info' },
          { name: 'DB_PASSWORD', value: 'canary-of-old' },
          { name: 'OLD', value: '1' },
        ],
      },
    )(fixture);

  const env = {
    ECS_CD_ENV_LEVEL: 'debug=1, "x"',
    ECS_CD_ENV_OLD: '',
    ECS_CD_SECRET_DB_PASSWORD: arn,
    ECS_CD_CPU: '.5 vCPU',
    ECS_CD_MEMORY: '1 GB',
  };

  it('reach the containers that get the image, by name in the log and never by value', async () => {
    given();
    const { log } = await exits(0, fixture.deploy({ env }));
    const { cpu, memory, containerDefinitions: [web] = [] } = registered();
    expect({ cpu, memory }).to.deep.equal({ cpu: '512', memory: '1024' });
    expect(web?.environment).to.deep.equal([
      { name: 'KEEP', value: 'kept' },
      { name: 'LEVEL', value: 'debug=1, "x"' },
    ]);
    expect(web?.secrets).to.deep.equal([{ name: 'DB_PASSWORD', valueFrom: arn }]);
    expect(log)
      .to.contain('values      environment LEVEL; secrets DB_PASSWORD; without OLD; cpu 512; memory 1024')
      .and.not.contain('debug=1')
      .and.not.contain('unknown variable');
  });

  it('say that a name leaves the list in which it was, and register nothing where all of it is so already', async () => {
    given();
    await fixture.updateOutside();
    await fixture.aws.clock.sleep(600_000);
    const first = await fixture.deploy({ env: { ...env, ECS_CD_SECRET_OLD: '' } });
    expect(first.log, first.stderr).to.contain('verdict     succeeded');
    const count = fixture.changes().length;
    const again = await fixture.deploy({ env });
    expect(again.log).to.contain('runs this image with these values already: none registered');
    expect(fixture.changes()).to.have.length(count);
    const moved = await fixture.deploy({ env: { ECS_CD_ENV_DB_PASSWORD: 'in-the-clear' } });
    expect(moved.log).to.contain('environment DB_PASSWORD (until now in secrets)');
    expect(registered().containerDefinitions?.[0]).not.to.have.property('secrets');
    expect(fixture.changes()).to.have.length(count + 2);
  });

  it('are a cause of their own in a plan, hidden', async () => {
    const { log, file, text } = await plannedIn(fixture, { ...env, DOCKER_TAG: 'v1' });
    expect(log)
      .to.contain('by ECS_CD_ENV_*, ECS_CD_SECRET_*, ECS_CD_CPU and ECS_CD_MEMORY of this job\n')
      .and.contain('+ web environment.LEVEL (value not shown)')
      .and.contain('~ cpu: 256 -> 512');
    expect(file?.differences.map(({ cause }) => cause['kind'])).to.deep.equal(Array(4).fill('values'));
    expect(text).not.to.contain('debug=1');
  });

  it('warn of a secret in the environment, whether its name, its form or another variable of the job says so', async () => {
    const password = 'correct-horse';
    const { log, text } = await plannedIn(fixture, {
      DB_PASSWORD: password,
      ECS_CD_ENV_API_TOKEN: 'canary-token',
      ECS_CD_ENV_DATABASE: password,
      ECS_CD_ENV_PLAIN: `key=${fixture.env['AWS_SECRET_ACCESS_KEY'] ?? ''}`,
      ECS_CD_ENV_KEY_FILE: '/etc/key.pem',
    });
    for (const name of ['API_TOKEN', 'DATABASE', 'PLAIN'])
      expect(log)
        .to.contain(`ECS_CD_ENV_${name}`)
        .and.match(new RegExp(`name it with\\s+ECS_CD_SECRET_${name}\n`));
    expect(log).not.to.contain('ECS_CD_SECRET_KEY_FILE');
    expect(log + text)
      .not.to.contain(password)
      .and.not.contain('canary-token');
  });

  it('are refused where Fargate has no task of that size', async () => {
    const { log } = await exits(3, fixture.deploy({ env: { ECS_CD_CPU: '4096' } }));
    expect(log).to.contain('memory 512 does not go with cpu 4096 (it takes 8192 to 30720 in steps of 1024)');
    expect(fixture.changes()).to.deep.equal([]);
  });

  it('are checked before anything is touched, without showing what may be a secret', async () => {
    const { exitCode, log } = await fixture.deploy({
      env: {
        ECS_CD_ENV_9: 'x',
        ECS_CD_ENV_TWICE: 'x',
        ECS_CD_SECRET_TWICE: '/shop/twice',
        ECS_CD_SECRET_PASTED: 'hunter2+canary=',
        ECS_CD_ENV_UNSET: '$UNSET',
        ECS_CD_CPU: 'many',
      },
    });
    expect(exitCode, log).to.equal(2);
    expect(log)
      .to.contain('5 settings are missing or wrong')
      .and.contain('sets the same name as ECS_CD_SECRET_TWICE')
      .and.contain('write CPU units such as 512')
      .and.not.contain('canary');
    expect(fixture.aws.calls).to.deep.equal([]);
  });
});
