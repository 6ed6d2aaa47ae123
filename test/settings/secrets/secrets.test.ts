import { expect } from 'chai';
import { variables } from '../../../runner/settings/variables/variables';
import {
  goodEnv,
  problemsOf,
  sentenceOf,
  AWS_SECRET_ACCESS_KEY,
  noKeys,
  temporaryKeys,
  role,
} from '../environments';

/** Ways in which a secret arrives broken; each must be told without telling the secret. */
const canary = 'wJalrXUtnFEMIcanaryK7MDENGbPxRfiCY0canary';
const broken: readonly (readonly [value: string, message: string])[] = [
  [`${canary}\n`, 'ends with a newline'],
  [` ${canary}`, 'starts with a space'],
  [`"${canary}"`, 'has quotation marks around it'],
  [`${canary}"`, 'has a quotation mark at its end'],
  [`["${canary}"]`, 'is a list, where one value is expected'],
  [`{"key":"${canary}"}`, 'is a map, where one value is expected'],
  [`$${canary}`, 'is a reference that GitLab did not replace'],
  [`\${${canary}}`, 'is a reference that GitLab did not replace'],
  [`AKIA$${canary}`, 'is a reference that GitLab did not replace'],
  [`${canary} ${canary}`, 'it has a space in it'],
  [`${canary}\n${canary}`, 'it has a newline in it'],
  [`${canary}!`, 'is not a'],
];

describe('a secret', () => {
  for (const [value, message] of broken) {
    it(`never appears in a message about it: ${JSON.stringify(value.replaceAll(canary, '<canary>'))} ${message}`, () => {
      const secretNames = variables.filter(({ secret, prefix }) => secret && !prefix).map(({ name }) => name);
      for (const name of secretNames) {
        const others = name === 'ECS_CD_ID_TOKEN' ? role : temporaryKeys;
        const place = { ECS_CD_PROJECT: 'team/app', ECS_CD_GITLAB_URL: 'https://gitlab.com' };
        const command = name === 'ECS_CD_GITLAB_TOKEN' ? 'adopt' : 'deploy';
        const problems = problemsOf(command, { ...noKeys, ...others, ...place, [name]: value });
        expect(problems.map(({ subject }) => subject)).to.deep.equal([name]);
        expect(problems[0]!.message)
          .to.include(message)
          .and.to.include(`${value.length} characters, not shown`);
        expect(JSON.stringify(problems)).to.not.include('canary');
      }
    });
  }

  it('never appears in a message about the variable that it was pasted into by mistake', () => {
    for (const { name, commands } of variables) {
      for (const secret of [
        'AKIAIOSFODNN7EXAMPLE',
        AWS_SECRET_ACCESS_KEY,
        'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln',
      ]) {
        const problems = problemsOf(commands[0]!, { ...goodEnv, [name]: `${secret}:*` });
        expect(JSON.stringify(problems), name).to.not.include(secret);
      }
    }
  });

  it('in an address is not shown', () => {
    const env = { ...goodEnv, ECS_CD_ENVIRONMENT_URL: 'https://ci:canary@example.com' };
    const [sentence] = problemsOf('deploy', env).map(sentenceOf);
    expect(sentence).to.include('carries a user name or a password').and.not.include('canary');
  });
});
