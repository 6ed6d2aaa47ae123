import { expect } from 'chai';
import { type VariableName, variables } from '../../../runner/settings/variables/variables';
import { template } from '../downstream';
import { isMapping, mappingOf } from '../mapping';
import { rendered, templateOf } from '../renderer';

const { inputs, body } = templateOf(template);
const variableByName = new Map<string, (typeof variables)[number]>(
  variables.map((variable) => [variable.name, variable]),
);

/** What the jobs set for GitLab's runner and for the engine's client, not for ecs-cd. */
const foreign = [
  'GIT_STRATEGY',
  'RUNNER_SCRIPT_TIMEOUT',
  'DOCKER_HOST',
  'DOCKER_TLS_CERTDIR',
  'DOCKER_TLS_VERIFY',
  'DOCKER_CERT_PATH',
];

const settings = Object.entries(body).flatMap(([job, content]) =>
  Object.entries(mappingOf(mappingOf(content, job).variables ?? {}, job)).map(([name, value]) => ({
    job,
    name,
    input: /^\$\[\[ inputs\.(\w+) \]\]$/.exec(String(value))?.[1],
  })),
);
const contractSettings = settings.filter(({ name }) => !foreign.includes(name));

describe('the inputs of the template', () => {
  for (const [name, { description, type, default: value }] of Object.entries(inputs)) {
    it(`${name} is described, typed, optional and used`, () => {
      expect(description, 'description').to.match(/^[A-Z].*\S$/s);
      expect(type, 'type').to.be.a('string');
      expect(value, 'default').not.to.equal(undefined);
      expect(template.split(/^---$/m)[1]).to.contain(`$[[ inputs.${name} ]]`);
    });
  }

  it('are all checked: a text has a pattern or options, or it names a stage', () => {
    const unchecked = Object.entries(inputs).filter(
      ([, { type, regex, options }]) => type === 'string' && regex === undefined && options === undefined,
    );
    expect(unchecked.map(([name]) => name)).to.deep.equal(['build_stage', 'deploy_stage']);
  });
});

describe('the variables that the template sets', () => {
  it('are known to ecs-cd', () => {
    expect(contractSettings.filter(({ name }) => !variableByName.has(name))).to.deep.equal([]);
  });

  it('are read by the command of the job that sets them', () => {
    const unread = contractSettings.filter(({ job, name }) => {
      const command = /-(build|scan|deploy|follow|plan|rollback|run-task)$/.exec(job)?.[1];
      return command !== undefined && !variableByName.get(name)?.commands.some((each) => each === command);
    });
    expect(unread).to.deep.equal([]);
  });

  it('come from the input that is named as their flag', () => {
    for (const { name, input } of contractSettings) {
      expect(input?.replaceAll('_', '-'), name).to.equal(variableByName.get(name)?.flag);
    }
  });

  it('have the defaults and the choices that ecs-cd has itself', () => {
    for (const { name, input } of contractSettings.filter((setting) => setting.name !== 'DOCKER_TAG')) {
      const { default: value, choices } = variableByName.get(name)!;
      // A number is one in YAML, and a text in the environment.
      expect(String(inputs[input!]?.default), name).to.equal(value ?? '');
      expect(inputs[input!]?.options, name).to.deep.equal(choices);
    }
  });

  it('leave everything that differs by environment to the CI/CD variables of the project', () => {
    const left: readonly VariableName[] = [
      'REPOSITORY_URL',
      'CLUSTER_NAME',
      'SERVICE_NAME',
      'TASK_FAMILY',
      'STAGE',
    ];
    const names = settings.map(({ name }) => name);
    expect(names).not.to.include.members([...left]);
    expect(names.filter((name) => name.startsWith('AWS_'))).to.deep.equal([]);
  });
});

describe('the jobs of the template', () => {
  const jobs = Object.values(rendered(template)).filter(isMapping);

  it('call commands that ecs-cd has, each that hands on outputs', () => {
    const { commands } = variableByName.get('ECS_CD_DOTENV')!;
    const called = jobs.flatMap(({ script }) => (Array.isArray(script) ? (script as string[]) : []));
    const distinct = new Set(called.filter((line) => line.startsWith('ecs-cd ')));
    expect([...distinct]).to.have.members(commands.map((command) => `ecs-cd ${command}`));
  });

  it('collect the outputs from the file that ecs-cd writes by default', () => {
    const { default: file } = variableByName.get('ECS_CD_DOTENV')!;
    const collected = jobs.flatMap(({ artifacts }) =>
      isMapping(artifacts) && isMapping(artifacts.reports) ? (artifacts.reports.dotenv ?? []) : [],
    );
    expect(collected).to.deep.equal([file]);
  });

  it('receive the ID token under the name that ecs-cd reads', () => {
    const tokens = jobs.flatMap(({ id_tokens }) => (isMapping(id_tokens) ? Object.keys(id_tokens) : []));
    expect(tokens).to.deep.equal(['ECS_CD_ID_TOKEN' satisfies VariableName]);
  });
});
