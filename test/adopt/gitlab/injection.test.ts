import { expect } from 'chai';
import { expectData, hostile, inGitlab, long } from '../../log/hostile-text';
import { openAdoptFixture } from '../site';

describe('what GitLab says to adopt', () => {
  it('is data: a refusal of GitLab', async () => {
    for (const method of ['GET', 'POST']) {
      for (const text of [hostile, long]) {
        const site = await openAdoptFixture();
        site.gitlab.addFault({ kind: 'says', method, words: () => text });
        const { log, exitCode } = await site.adopt(['--apply'], { env: inGitlab });
        await site.close();
        expectData(log, exitCode);
      }
    }
  });

  it('is data: each text of an answer to what was written', async () => {
    for (const method of ['POST', 'PUT']) {
      for (const text of [hostile, long]) {
        const site = await openAdoptFixture();
        for (const key of ['STAGE', 'SERVICE_NAME']) site.gitlab.project.put({ key, value: 'old' });
        site.gitlab.addFault({ kind: 'other-texts', method, text, times: Infinity });
        const { log, exitCode } = await site.adopt(['--apply'], { env: inGitlab });
        const written = site.gitlab.requests.filter((request) => request.method === method);
        await site.close();
        expect(written).to.not.be.empty;
        expectData(log, exitCode);
      }
    }
  });

  for (const member of ['key', 'value', 'variable_type', 'environment_scope', 'description']) {
    it(`is data: the ${member} of a variable that GitLab has stored`, async () => {
      for (const text of [hostile, long]) {
        const site = await openAdoptFixture();
        for (const key of ['STAGE', 'SERVICE_NAME', 'AWS_ACCESS_KEY_ID'])
          for (const environment_scope of ['*', 'staging'])
            site.gitlab.project.put({ key, value: 'old', environment_scope, [member]: text });
        for (const argv of [[], ['--apply'], ['--apply', '--environment', 'staging']]) {
          const { log, exitCode } = await site.adopt(argv, { env: inGitlab });
          expectData(log, exitCode);
        }
        await site.close();
      }
    });
  }
});
