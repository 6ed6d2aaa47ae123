import { expect } from 'chai';
import { choicesOf } from '../../../runner/adopt/terraform/output-map';
import { sentenceOf } from '../../settings/environments';
import { secretKey } from '../site';

describe('a map of outputs', () => {
  const wrong: readonly (readonly [text: string, message: RegExp])[] = [
    ['SERVICE_NAME', /"SERVICE_NAME" is not VARIABLE=OUTPUT/],
    [secretKey, /its value \(40 characters, not shown\) is not VARIABLE=OUTPUT/],
    ['SERVICE=x', /SERVICE is no variable that a job reads/],
    ['ECS_CD_APPLY=x', /ECS_CD_APPLY is no variable that a job reads/],
    ['ECS_CD_ID_TOKEN=x', /ECS_CD_ID_TOKEN is made by GitLab for each job/],
  ];
  for (const [text, message] of wrong) {
    it(`is refused as ${text === secretKey ? 'a secret' : text}`, () => {
      const field = choicesOf({ flags: { map: text }, env: {}, cwd: '/' });
      expect('problems' in field && field.problems.map(sentenceOf).join()).to.match(message);
    });
  }

  it('of texts is told as one, with what may be meant', () => {
    const problemsOf = (set: string) => {
      const field = choicesOf({ flags: { set }, env: {}, cwd: '/' });
      return 'problems' in field ? field.problems.map(sentenceOf).join() : '';
    };
    expect(problemsOf('BAR')).to.contain(
      '"BAR" is not VARIABLE=VALUE; fix: write it like DOCKER_BUILD_CONTEXT=.',
    );
    for (const name of ['SERVICE_NAM', 'service_name'])
      expect(problemsOf(`${name}=web`)).to.contain('did you mean SERVICE_NAME?');
  });

  it('names each variable once', () => {
    const field = choicesOf({
      flags: { map: ['STAGE=a', 'SERVICE_NAME=a', 'SERVICE_NAME=b'] },
      env: {},
      cwd: '/',
    });
    expect(
      'problems' in field && field.problems.map(({ subject, message }) => `${subject} ${message}`),
    ).to.deep.equal([
      '--map STAGE belongs in the job: in the settings it would beat the STAGE of every job',
      '--map SERVICE_NAME is named twice',
    ]);
  });
});
