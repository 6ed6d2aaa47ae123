import { expect } from 'chai';
import { variables } from '../../runner/settings/variables/variables';
import { goodEnv, problemsOf, sentenceOf } from './environments';

/** The contract: these names and outputs are never renamed. */
const contract = {
  REPOSITORY_URL: 'aws_ecr_repository_url',
  REPOSITORY_NAME: 'aws_ecr_repository_name',
  DOCKER_TAG: 'docker_tag',
  DOCKER_BUILD_CONTEXT: 'docker_build_context',
  TASK_FAMILY: 'aws_ecs_task_definition_family',
  SERVICE_NAME: 'aws_ecs_service_name',
  CLUSTER_NAME: 'cluster_name',
  STAGE: 'stage',
  AWS_DEFAULT_REGION: 'aws_default_region',
  AWS_ACCESS_KEY_ID: 'aws_access_key_id',
  AWS_SECRET_ACCESS_KEY: 'aws_secret_access_key',
};

describe('the table of variables', () => {
  it('holds the eleven variables of the contract with their Terraform outputs', () => {
    const outputs = variables.filter(({ terraformOutput }) => terraformOutput !== undefined);
    expect(Object.fromEntries(outputs.map((one) => [one.name, one.terraformOutput]))).to.deep.equal(contract);
  });

  it('spells everything beyond the contract ECS_CD_*, but what the AWS SDK has a name for', () => {
    const others = variables.map(({ name }) => name).filter((name) => !(name in contract));
    expect(others.filter((name) => !name.startsWith('ECS_CD_'))).to.deep.equal(['AWS_SESSION_TOKEN']);
  });

  for (const { name, flag, secret, prefix, description, commands, ...variable } of variables) {
    describe(name, () => {
      const hasNone = secret || prefix !== undefined;
      it(
        hasNone ? 'has no flag, because a command line is no secret' : 'has its own name as its flag',
        () => {
          const words = name
            .replace(/^ECS_CD_/, '')
            .toLowerCase()
            .replaceAll('_', '-');
          expect(flag).to.equal(hasNone ? undefined : words);
        },
      );

      it('says in one sentence what it is', () => {
        expect(description).to.match(/^[A-Z][^.]*(?:\w\.\w[^.]*)*\.$/);
        expect(description.length).to.be.below(100);
      });

      it('belongs to a command, and is required, has a default or can stay empty', () => {
        expect(commands).to.not.be.empty;
        expect(variable.required && variable.default !== undefined).to.equal(false);
      });
    });
  }

  for (const { name, type, choices = type === 'boolean' ? ['true', 'false'] : [], commands } of variables)
    for (const command of choices.length > 0 ? commands : [])
      it(`says which words ${command} takes for ${name}, and no others`, () => {
        const saidOf = (value: string) =>
          problemsOf(command, { ...goodEnv, [name]: value })
            .filter(({ subject }) => subject === name)
            .map(sentenceOf);
        for (const choice of choices) expect(saidOf(choice), choice).to.deep.equal([]);
        const words = choices.map((choice) => `"${choice}"`).join(', ');
        expect(saidOf('neither')).to.deep.equal([
          `${name}: "neither" is none of ${words}; fix: write one of them`,
        ]);
      });

  it('knows what a yes of another tool means', () => {
    const fixOf = (value: string) => problemsOf('deploy', { ...goodEnv, ECS_CD_PREFLIGHT: value })[0]?.fix;
    expect(['true', 'YES', '0', 'disabled'].map(fixOf)).to.deep.equal(
      ['on', 'on', 'off', 'off'].map((word) => `write ${word}`),
    );
  });

  it('has every name and every flag once', () => {
    const flags = variables.flatMap(({ flag }) => flag ?? []);
    expect(new Set(variables.map(({ name }) => name)).size).to.equal(variables.length);
    expect(new Set(flags).size).to.equal(flags.length);
  });
});
