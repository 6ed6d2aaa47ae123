import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { definitionOf } from '../preflight/look-ahead';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

const file = 'deploy/task-definition.json';
const flat = (log: string) => log.replaceAll(/\s+/g, ' ');

describe('a task definition in the project, before AWS is asked,', () => {
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

  const write = (text: string, name = file) => writeFileSync(path.join(project, name), text);
  const deploy = (more = {}) =>
    fixture.deploy({ env: { CI_PROJECT_DIR: project, ECS_CD_TASK_DEFINITION_FILE: file, ...more } });

  it('is refused where a variable is unknown or secret, by name and not by value', async () => {
    const environment = [
      { name: 'A', value: '${NO_SUCH}' },
      { name: 'B', value: '${DB_PASSWORD}' },
      { name: 'C', value: 'x${AWS_SECRET_ACCESS_KEY}' },
      { name: 'D', value: '${INNOCENT}' },
    ];
    const secrets = [{ name: 'E', valueFrom: '${DB_PASSWORD_ARN}' }];
    write(JSON.stringify(definitionOf(fixture, { environment, secrets })));
    const { exitCode, log } = await deploy({
      DB_PASSWORD: 'canary-horse',
      INNOCENT: 'canary-horse',
      DB_PASSWORD_ARN: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf',
    });
    expect(exitCode, log).to.equal(2);
    expect(log)
      .to.contain('4 settings are missing or wrong')
      .and.contain('containerDefinitions[0].environment[0].value: this job has no variable NO_SUCH')
      .and.contain('containerDefinitions[0].environment[1].value: DB_PASSWORD is a secret')
      .and.contain('containerDefinitions[0].environment[3].value: INNOCENT is a secret')
      .and.not.contain('canary');
    expect(fixture.aws.calls).to.deep.equal([]);
  });

  it('must be in the project, really, and readable', async () => {
    symlinkSync('/etc/hostname', path.join(project, file));
    for (const [name, said] of [
      [file, 'cannot be read, or a symbolic link leads out of the project'],
      ['deploy/none.json', 'cannot be read, or'],
      ['../x.json', 'leads out of'],
    ]) {
      const { log } = await exits(2, deploy({ ECS_CD_TASK_DEFINITION_FILE: name }));
      expect(flat(log)).to.contain(said);
    }
    write('{\n  "family": "web",\n  "family": "web"\n}', 'deploy/twice.json');
    const { log } = await deploy({ ECS_CD_TASK_DEFINITION_FILE: 'deploy/twice.json' });
    expect(flat(log)).to.contain('neither JSON nor YAML: Map keys must be unique at line 3');
    write('containerDefinitions: &all\n  - { name: web, dependsOn: *all }\n', 'deploy/endless.yml');
    const endless = await exits(2, deploy({ ECS_CD_TASK_DEFINITION_FILE: 'deploy/endless.yml' }));
    expect(flat(endless.log)).to.contain('an alias (*) that contains itself');
  });

  it('is told from what is none', async () => {
    const wrong = {
      '[]': 'a list',
      '"web"': 'a string',
      512: 'a number',
      '# none': 'empty',
      '\x89PNG\0': 'no text file',
    };
    for (const [text, what] of Object.entries(wrong)) {
      write(text);
      const { log } = await exits(2, deploy());
      expect(flat(log)).to.contain(
        `${file} is ${what}, and not a task definition fix: write one object into it, with`,
      );
    }
    expect(fixture.aws.calls).to.deep.equal([]);
  });
});
