import { expect } from 'chai';
import { taskDefinitionFileOf } from '../../runner/settings/project-task-definition';
import { goodEnv, goodFiles, problemsOf, sentenceOf } from './environments';

/** What a deploy says about a tag that came out of the clipboard or of another variable. */
const damages: readonly (readonly [value: string, message: string, fix: string])[] = [
  [
    '$CI_COMMIT_SHA',
    '"$CI_COMMIT_SHA" is a reference that GitLab did not replace',
    'make CI_COMMIT_SHA visible to this job',
  ],
  ['v-${TAG}', '"v-${TAG}" holds ${TAG}, which GitLab did not replace', 'make TAG visible to this job'],
  [
    '$DOCKER_TAG',
    'is a reference that GitLab did not replace',
    'remove "DOCKER_TAG: $DOCKER_TAG" from the job',
  ],
  ['$[[ inputs.tag ]]', 'is a reference that GitLab did not replace', 'write the value itself'],
  [' v1', '" v1" starts with a space', 'remove it'],
  ['v1\n', '"v1\\n" ends with a newline', 'remove it'],
  ['\tv1 ', '"\\tv1 " starts with a tab and ends with a space', 'remove it'],
  ['  ', '"  " is blank', 'write a value'],
  ['v1\u00a0', '"v1\\u00a0" ends with whitespace', 'remove it'],
  [
    'v\u200b1\u20112',
    '"v\\u200b1\\u20112" is not an image tag: "\\u200b", "\\u2011" is not allowed',
    'write',
  ],
  [
    '"v1"',
    `'"v1"' has quotation marks around it`,
    'write v1 without them; "terraform output -raw docker_tag" prints none',
  ],
  ["'v1'", `"'v1'" has quotation marks around it`, 'write v1 without them'],
  ['v1"', `'v1"' has a quotation mark at its end`, 'remove it'],
  ['["v1"]', `'["v1"]' is a list, where one value is expected`, 'write v1'],
  ['[\n  "v1",\n  "v2",\n]', 'is a list, where one value is expected', 'write one of its values'],
  ['tolist([\n  "v1",\n])', 'is a list, where one value is expected', 'write one of its values'],
  ['{"tag":"v1"}', 'is a map, where one value is expected', 'write one of its values'],
  ['/builds/team/app.tmp/DOCKER_TAG', 'the variable is of the type "File"', 'change its type to "Variable"'],
];

describe('a value that was damaged on its way into the variable', () => {
  for (const [value, message, fix] of damages) {
    it(`is told as what it is: ${JSON.stringify(value)}`, () => {
      const [problem, ...others] = problemsOf('deploy', { ...goodEnv, DOCKER_TAG: value });
      expect(others).to.deep.equal([]);
      expect(problem!.subject).to.equal('DOCKER_TAG');
      expect(problem!.message).to.include(message);
      expect(problem!.fix).to.include(fix);
    });
  }

  it('is told the same way whatever the variable is for', () => {
    const env = { ...goodEnv, CLUSTER_NAME: '"main"', STAGE: '$STAGE', AWS_DEFAULT_REGION: 'eu-central-1 ' };
    expect(problemsOf('deploy', env).map(({ subject, message }) => `${subject} ${message}`)).to.deep.equal([
      `CLUSTER_NAME '"main"' has quotation marks around it`,
      'STAGE "$STAGE" is a reference that GitLab did not replace',
      'AWS_DEFAULT_REGION "eu-central-1 " ends with a space',
    ]);
  });

  it('is called by its flag when it came with one', () => {
    expect(problemsOf('deploy', goodEnv, { 'docker-tag': 'v1 ' }).map(sentenceOf)).to.deep.equal([
      '--docker-tag: "v1 " ends with a space; fix: remove it',
    ]);
  });

  it('is none when a flag was given twice, also one that may be a list', () => {
    const flags = { 'docker-tag': ['v1', 'v2'], 'service-name': ['web', 'worker'] };
    expect(problemsOf('deploy', goodEnv, flags).map(sentenceOf)).to.deep.equal([
      '--docker-tag: is given more than once; fix: leave one of them',
      '--service-name: is given more than once; fix: leave one of them',
    ]);
  });

  it('is none in a comment of a task definition file, be its letters of another encoding', () => {
    const env = { ...goodEnv, ECS_CD_TASK_DEFINITION_FILE: 'web.yml' };
    const files = { ...goodFiles, textInside: () => '# gr\ufffd\ufffder\nfamily: web\n' };
    expect(taskDefinitionFileOf({ env, flags: {}, cwd: '/cwd' }, files)).to.deep.equal({
      value: { name: 'web.yml', content: { family: 'web' } },
    });
  });

  it('is cut short in the message when it is a whole document', () => {
    const [problem] = problemsOf('deploy', { ...goodEnv, DOCKER_TAG: 'lorem ipsum '.repeat(500) });
    expect(problem!.message.length).to.be.below(250);
    expect(problem!.message).to.include('(6000 characters)');
  });
});
