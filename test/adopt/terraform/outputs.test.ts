import { expect } from 'chai';
import { wantedVariablesOf } from '../../../runner/adopt/wanted-variables';
import { terraformOutputsOf } from '../../../runner/adopt/terraform/terraform-output';
import { choicesOf } from '../../../runner/adopt/terraform/output-map';
import { EcsCdError } from '../../../runner/errors';
import { errorOf, sentenceOf } from '../../settings/environments';
import { goodValues, outputsJson, secretKey } from '../site';

const givenOf = (text: string) => ({
  environment: '*',
  outputs: terraformOutputsOf(text, 'stdin'),
  words: 'the outputs',
  originOf: (path: string) => `output "${path}"`,
  hasDockerfile: false,
  again: (options: readonly string[]) => options.join(' '),
});

function problemsOf(
  text: string,
  map: readonly string[] = [],
  env = {},
  set: readonly string[] = [],
): readonly string[] {
  const error = errorOf(() => {
    const given = { flags: { map: [...map], set: [...set] }, env: {}, cwd: '/' };
    const choices = choicesOf(given);
    if ('problems' in choices) throw new EcsCdError('invalid-usage', 'choices', choices);
    const settings = { choices: choices.value, isProtected: false };
    return wantedVariablesOf([givenOf(text)], settings, env);
  });
  if (!error) return [];
  return error.problems.length > 0 ? error.problems.map(sentenceOf) : [`${error.message}; ${error.fix}`];
}

const changed = (values: Readonly<Record<string, unknown>>) => problemsOf(outputsJson(values));

describe('what terraform output -json says', () => {
  it('is taken as it is when it is right', () => {
    expect(changed({})).to.deep.equal([]);
  });

  const texts: readonly (readonly [what: string, text: string, message: RegExp])[] = [
    ['nothing', '', /stdin is empty/],
    ['no JSON', 'canary = "x"', /stdin is not JSON/],
    ['half of it', outputsJson().slice(0, -9), /stdin is not JSON/],
    ['something before it', `[command]terraform output\n${outputsJson()}`, /is not JSON/],
    ['one value', '"main"', /holds one value, not an object of outputs.*without a name/],
    ['a list', '["main"]', /holds a list, not an object of outputs/],
    ['null', 'null', /holds one value/],
    ['no output', '{}', /holds no output at all/],
    ['a state', '{"version":4,"terraform_version":"1.11.4","lineage":"x","outputs":{}}', /is a state file/],
    ['what show prints', '{"format_version":"1.0","values":{}}', /is what "terraform show -json" prints/],
    ['bare values', '{"cluster_name":"canary"}', /"cluster_name" has no "value"/],
  ];
  for (const [what, text, message] of texts) {
    it(`is refused when it is ${what}, without a word of it`, () => {
      const [sentence] = problemsOf(text);
      expect(sentence).to.match(message).and.not.contain('canary');
    });
  }

  it('is named output by output, and all at once, where it is no text', () => {
    expect(
      changed({
        cluster_name: ['a', 'b'],
        aws_ecs_service_name: { name: 'web' },
        aws_ecs_task_definition_family: null,
        docker_build_context: '',
        aws_default_region: undefined,
        aws_ecr_repository_url: 'a\nb',
      }).map((sentence) => sentence.replace(/; fix.*/s, '')),
    ).to.have.members([
      'REPOSITORY_URL: the output "aws_ecr_repository_url" has a newline or another control character in it',
      'DOCKER_BUILD_CONTEXT: the output "docker_build_context" is empty',
      'TASK_FAMILY: the output "aws_ecs_task_definition_family" is null',
      'SERVICE_NAME: the output "aws_ecs_service_name" is an object, where one text belongs',
      'CLUSTER_NAME: the output "cluster_name" is a list (2 values), where one text belongs',
      'AWS_DEFAULT_REGION: nothing in the outputs says it',
    ]);
  });

  it('says how to name what is missing, and how to do without', () => {
    const values = { ...goodValues, cluster_name: undefined };
    expect(problemsOf(outputsJson(values))).to.deep.equal([
      'CLUSTER_NAME: nothing in the outputs says it; fix: name one (--map CLUSTER_NAME=OUTPUT), ' +
        'or write it (--set CLUSTER_NAME=VALUE); --map CLUSTER_NAME= leaves it out',
    ]);
    expect(problemsOf(outputsJson(values), ['CLUSTER_NAME='])).to.deep.equal([]);
    expect(problemsOf(outputsJson({ aws_access_key_id: undefined }))[0]).to.contain(
      'or use a role: --map ECS_CD_ROLE_ARN=OUTPUT',
    );
    expect(
      problemsOf(outputsJson({ aws_ecr_repository_name: undefined })),
      'what has a default',
    ).to.deep.equal([]);
    expect(problemsOf(outputsJson(), ['REPOSITORY_NAME=nope'])).to.have.length(1);
  });

  it('is found by what it is, at a path that is named, or in what somebody writes', () => {
    const ofServices = {
      web: { name: 'web', id: 'arn:aws:ecs:eu-central-1:123456789012:service/shop/web' },
      api: { name: 'api' },
    };
    const values = {
      aws_ecs_service_name: undefined,
      cluster_name: undefined,
      aws_default_region: undefined,
      services: ofServices,
    };
    expect(changed(values), 'cluster and region are in the ARN, the service too').to.deep.equal([]);
    const two = { ...values, services: [{ name: 'web' }, { name: 'api' }], main_cluster_name: 'main' };
    const problems = changed(two).map((sentence) => sentence.split('; fix')[0]);
    expect(problems).to.have.members([
      'SERVICE_NAME: 2 in the outputs fit: services.0.name ("web"), services.1.name ("api")',
      'CLUSTER_NAME: nothing in the outputs says it',
    ]);
    const map = ['SERVICE_NAME=services.1.name', 'CLUSTER_NAME=main_cluster_name'];
    expect(problemsOf(outputsJson(two), map)).to.deep.equal([]);
    expect(problemsOf(outputsJson(two), map.slice(0, 1), {}, ['CLUSTER_NAME=main'])).to.deep.equal([]);
    for (const [literal, message] of [
      ['CLUSTER_NAME=<ECS cluster>', 'is to be filled in'],
      ['AWS_SECRET_ACCESS_KEY=x', 'is a secret, and every process'],
      ['CLUSTER_NAME=a b', 'is not the name of a cluster'],
    ] as const)
      expect(problemsOf(outputsJson(), [], {}, [literal])[0]).to.contain(message);
  });

  it('takes numbers and booleans as terraform output -raw prints them', () => {
    expect(changed({ aws_ecs_service_name: 7, cluster_name: true })).to.deep.equal([]);
  });

  const wrongValues: readonly (readonly [output: string, value: string, message: string])[] = [
    ['aws_ecr_repository_url', 'https://x.io/y', 'REPOSITORY_URL: "https://x.io/y" starts with https://'],
    ['aws_ecr_repository_name', 'Web', 'REPOSITORY_NAME: "Web" has capital letters'],
    ['docker_build_context', 'https://x.io/y', 'is not a folder of this project'],
    ['aws_ecs_task_definition_family', 'web:7', 'TASK_FAMILY: "web:7" names one revision'],
    ['aws_ecs_service_name', 'a b', 'SERVICE_NAME: "a b" is not the name of a service'],
    ['cluster_name', '"main"', 'CLUSTER_NAME: \'"main"\' has quotation marks around it'],
    ['cluster_name', 'arn:aws:ecs:us-east-1:123456789012:cluster/main', 'the cluster is in us-east-1'],
    ['aws_default_region', 'eu-central-1a', 'is an availability zone'],
    ['aws_access_key_id', secretKey, 'looks like a secret access key'],
    ['aws_access_key_id', 'ASIAIOSFODNN7EXAMPLE', 'AWS_SESSION_TOKEN: is not set, though'],
    ['aws_secret_access_key', 'shortshort', 'is not a secret access key'],
  ];
  for (const [output, value, message] of wrongValues) {
    it(`is refused like in a job when ${output} is ${output.includes('secret') ? 'wrong' : value.slice(0, 20)}`, () => {
      const sentences = changed({ [output]: value });
      expect(sentences).to.have.length(1);
      expect(sentences[0]).to.contain(message);
    });
  }

  it('may have any repository where another endpoint stands in for AWS, as in a job', () => {
    const text = outputsJson({ aws_ecr_repository_url: '127.0.0.1:5000/web' });
    expect(problemsOf(text)).to.have.length(1);
    expect(problemsOf(text, [], { AWS_ENDPOINT_URL: 'http://127.0.0.1:5000' })).to.deep.equal([]);
  });

  it('is shown nowhere where it is sensitive, right or wrong', () => {
    const wrong = outputsJson({ cluster_name: 'canary cluster' }, ['cluster_name']);
    expect(problemsOf(wrong)[0]).to.match(
      /^CLUSTER_NAME: its value \(14 characters, not shown\) is not one that ecs-cd takes/,
    );
    const longFolder = outputsJson({ docker_build_context: 'canary folder' }, ['docker_build_context']);
    expect(problemsOf(longFolder)).to.have.length(1);
    for (const sentence of [...problemsOf(wrong), ...problemsOf(longFolder)]) {
      expect(sentence).to.not.contain('canary');
    }
  });

  it('is refused where it is sensitive and cannot be masked, not stored unmasked', () => {
    const [sentence, ...others] = problemsOf(outputsJson({ cluster_name: 'main' }, ['cluster_name']));
    expect(others).to.deep.equal([]);
    expect(sentence)
      .to.contain(
        'is a secret that GitLab cannot mask, its value (4 characters, not shown): it is shorter than 8',
      )
      .and.contain('nonsensitive(');
  });

  it('is told once where it is wrong and cannot be masked either', () => {
    expect(problemsOf(outputsJson({ aws_secret_access_key: 'short' }))).to.have.length(1);
  });

  it('may be deep, large, full of strange names or of the same one twice', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = outputsJson().slice(0, -1);
    const odd = `,"deep":{"value":${deep}},"__proto__":{"value":1},"constructor":{"value":2},"cluster_name":{"value":"last"}}`;
    expect(problemsOf(text + odd)).to.deep.equal([]);
    expect(problemsOf(text + odd, ['CLUSTER_NAME=deep'])[0]).to.contain('is a list (1 value)');
    expect(problemsOf(text + odd, ['CLUSTER_NAME=toString'])[0]).to.contain('there is no output "toString"');
    const many = Array.from({ length: 20_000 }, (_, index) => `"o${index}":{"value":"${'x'.repeat(200)}"}`);
    expect(problemsOf(`${text},${many.join(',')}}`)).to.deep.equal([]);
    expect(problemsOf(outputsJson({ cluster_name: 'x'.repeat(20_000) }))[0]).to.contain(
      'has 20000 characters',
    );
  });
});
