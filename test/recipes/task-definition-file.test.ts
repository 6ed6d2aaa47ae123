import { expect } from 'chai';
import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { base, definitionOf, plannedIn, roleArn } from '../preflight/look-ahead';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

const file = 'deploy/task-definition.json';
const flat = (log: string) => log.replaceAll(/\s+/g, ' ');

describe('a task definition in the project', () => {
  let fixture: ServiceFixture;
  let project: string;
  beforeEach(async () => {
    fixture = await openServiceFixture();
    project = mkdtempSync(path.join(tmpdir(), 'ecs-cd-project-'));
    mkdirSync(path.join(project, 'deploy'));
  });
  afterEach(async () => {
    rmSync(project, { recursive: true });
    await fixture.close();
  });

  const write = (content: unknown, name = file) =>
    writeFileSync(
      path.join(project, name),
      typeof content === 'string' ? content : JSON.stringify(content, undefined, '\t'),
    );
  const envOf = (more = {}) => ({ CI_PROJECT_DIR: project, ECS_CD_TASK_DEFINITION_FILE: file, ...more });
  const deploy = (more = {}) => fixture.deploy({ env: envOf(more) });
  const plan = (more = {}) => plannedIn(fixture, envOf({ ECS_CD_PLAN_FILE: 'plan.json', ...more }));
  const registered = () => {
    const calls = fixture.aws.calls.filter(({ operation }) => operation === 'RegisterTaskDefinition');
    return calls.at(-1)?.input as RegisterTaskDefinitionRequest;
  };
  /** What the service runs, as a file. */
  const same = (container = {}) => {
    const { family: _, ...definition } = definitionOf(fixture, container);
    return definition;
  };

  it('is registered with the image, STAGE and values of variables that can break nothing', async () => {
    const environment = [
      { name: 'MOTTO', value: 'the "${MOTTO}"' },
      { name: 'LITERAL', value: '$${HOME} costs $5' },
    ];
    write({ ...same({ image: '<IMAGE>', environment }), tags: [] });
    const { log } = await exits(0, deploy({ MOTTO: 'a", "b": {\n$1 $& ${X}' }));
    const { family, tags, containerDefinitions: [web] = [] } = registered();
    expect({ family, tags }).to.deep.equal({ family: 'web', tags: undefined });
    expect(web?.environment?.map(({ value }) => value)).to.deep.equal([
      'the "a", "b": {\n$1 $& ${X}"',
      '${HOME} costs $5',
    ]);
    expect(web?.image).to.equal(
      `${fixture.env['REPOSITORY_URL'] ?? ''}@${fixture.aws.world.imageDigest('team/web', 'v2') ?? ''}`,
    );
    expect(log)
      .to.contain(`web:2 registered, from ${file}: image of web`)
      .and.contain(`${file} has empty tags, which AWS refuses: left out`);
  });

  it('registers nothing where the service runs that already, whoever wrote it and however', async () => {
    const definition = { ...same(), cpu: '.25 vCPU', memory: '0.5 GB' };
    const described = {
      taskDefinition: { ...definition, family: 'web', revision: 9, status: 'ACTIVE' },
      tags: [],
    };
    write(described);
    const { log } = await exits(0, deploy({ DOCKER_TAG: 'v1' }));
    expect(fixture.changes()).to.deep.equal([]);
    expect(log).to.contain('web:1 runs this image already: none registered');
  });

  it('may be YAML, and make the first revision of a family', async () => {
    write(
      `networkMode: awsvpc
requiresCompatibilities: [FARGATE]
cpu: "256"
memory: "512"
executionRoleArn: ${roleArn('web-execution')}
containerDefinitions:
  - name: web # the only one
    portMappings: [{ containerPort: 8080 }]
`,
      'deploy/task.yml',
    );
    const { exitCode, log } = await deploy({
      ECS_CD_TASK_DEFINITION_FILE: '',
      ECS_CD_TASK_DEFINITION: 'deploy/task.yml',
      TASK_FAMILY: 'shop',
    });
    expect(exitCode, log).to.equal(0);
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'shop:1', healthyCount: 2 });
  });

  it('is not what an earlier deploy job has handed on', async () => {
    const { exitCode, log } = await deploy({
      ECS_CD_TASK_DEFINITION_FILE: '',
      ECS_CD_TASK_DEFINITION: 'web:1,worker:1',
    });
    expect(exitCode, log).to.equal(0);
    expect(log).to.contain('web:2 registered, from web:1');
  });

  it('is not for services of several families, which would all run the same', async () => {
    write(same());
    const services = { SERVICE_NAME: 'web,worker', TASK_FAMILY: 'web,worker' };
    for (const env of [{}, { ECS_CD_TASK_DEFINITION_FILE: '', ECS_CD_TASK_DEFINITION: file }]) {
      const { log } = await exits(2, deploy({ ...services, ...env }));
      expect(flat(log)).to.contain(
        `${Object.keys(env).at(-1) ?? 'ECS_CD_TASK_DEFINITION_FILE'} ${file} is one task definition, and web and worker would all`,
      );
    }
    expect(fixture.aws.calls).to.deep.equal([]);
  });

  it('is refused with every place where AWS would not take it, and nothing is touched', async () => {
    write({
      ...same({
        portMapping: [],
        essential: 'true',
        environment: [{ name: 'PORT', value: 8080 }, { nam: 'X' }],
        logConfiguration: {},
        command: null,
      }),
      family: 'shop',
      Memory: '512',
      nonsense: {},
      volumes: {},
    });
    const { log } = await exits(2, deploy());
    for (const said of [
      /containerDefinitions\[0\]\.portMapping\s+is no member of it\s+fix: did you mean portMappings\?/,
      /containerDefinitions\[0\]\.essential\s+is a string, not a boolean/,
      /environment\[0\]\.value\s+is a number, not a string\s+fix: write "8080"/,
      /environment\[1\]\.nam\s+is no member of it\s+fix: did you mean name\?/,
      /logConfiguration\.logDriver\s+is missing/,
      /containerDefinitions\[0\]\.command\s+is null, not a list/,
      /family\s+is not web, which TASK_FAMILY says/,
      /Memory\s+is no member of it\s+fix: did you mean memory\?/,
      /nonsense\s+is no member of it\s+fix: remove it/,
      /volumes\s+is an object, not a list/,
    ])
      expect(log).to.match(said);
    expect(log).to.contain('nothing was changed');
    expect(fixture.changes()).to.deep.equal([]);
  });

  it('shows in a plan what differs by path, and warns of what Terraform has set and it takes back', async () => {
    base({}, { environment: [{ name: 'BY_TERRAFORM', value: '1' }] })(fixture);
    await fixture.deploy({ env: { DOCKER_TAG: 'v1' } });
    write({ ...same(), memory: '1024' });
    const first = await plan({ DOCKER_TAG: 'v1' });
    expect(first.log)
      .to.contain('- web environment.BY_TERRAFORM (value not shown)')
      .and.match(
        /takes back what web:2\s+has, which\s+arn:aws:iam::123456789012:user\/terraform\s+registered/,
      )
      .and.contain('containerDefinitions.web.environment.BY_TERRAFORM');
    const { exitCode, log: deployed } = await deploy({ DOCKER_TAG: 'v1' });
    expect(exitCode, deployed).to.equal(0);
    write({ ...same({ stopTimeout: 30 }), memory: '1024' });
    const { log } = await plan({ DOCKER_TAG: 'v1' });
    expect(log)
      .to.contain(`  by ${file}\n    + web stopTimeout: 30\n`)
      .and.contain(`would register a revision from ${file}`)
      .and.contain('preflight   no problems found');
  });
});
