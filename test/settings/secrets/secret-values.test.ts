import { expect } from 'chai';
import { secretValuesOf } from '../../../runner/settings/secret-values';
import { variables } from '../../../runner/settings/variables/variables';
import { plainText } from '../../../runner/log/plain-text';
import { redactorOf } from '../../../runner/log/redact';
import { shown } from '../../../runner/settings/checks/check';

describe('the secret values of a job', () => {
  it('are every secret of the table, and none of the other variables', () => {
    const env = Object.fromEntries(variables.map(({ name }) => [name, `value-of-${name}`]));
    expect(secretValuesOf(env)).to.deep.equal([
      'value-of-AWS_ACCESS_KEY_ID',
      'value-of-AWS_SECRET_ACCESS_KEY',
      'value-of-AWS_SESSION_TOKEN',
      'value-of-ECS_CD_ID_TOKEN',
      'value-of-ECS_CD_BUILD_SECRET_ID',
      'value-of-ECS_CD_GITLAB_TOKEN',
    ]);
  });

  it('are what GitLab puts into every job, too', () => {
    const env = { CI_JOB_TOKEN: 'glcbt-64_x', CI_REGISTRY_PASSWORD: 'glcbt-64_y', CI_JOB_ID: '123456789' };
    expect(secretValuesOf(env)).to.deep.equal(['glcbt-64_x', 'glcbt-64_y']);
  });

  it('are the passphrases of Docker Content Trust, whatever they are for', () => {
    const env = { DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: 'hunter22', DOCKER_CONTENT_TRUST: '1' };
    expect(secretValuesOf(env)).to.deep.equal(['hunter22']);
  });

  it('are the logins in the addresses of proxies, as they are written and as they are meant', () => {
    const env = { https_proxy: 'http://runner:hunter%40two@proxy:3128', HTTP_PROXY: 'proxy:3128' };
    expect(secretValuesOf(env)).to.deep.equal(['runner:hunter%40two', 'hunter%40two', 'hunter@two']);
  });

  it('are nothing where nothing is set', () => {
    expect(secretValuesOf({ AWS_SECRET_ACCESS_KEY: '' })).to.deep.equal([]);
  });

  it('are found line by line when they were pasted with a newline', () => {
    const redact = redactorOf(secretValuesOf({ AWS_SECRET_ACCESS_KEY: 'canary-one\ncanary-two\n' }));
    expect(redact('a canary-one b')).to.equal('a [MASKED] b');
    expect(redact('a canary-two b')).to.equal('a [MASKED] b');
  });

  it('are the parts of the logins that Docker is configured with, each alone', () => {
    const auth = Buffer.from('runner:canary-of-hub').toString('base64');
    const DOCKER_AUTH_CONFIG = JSON.stringify({
      auths: { hub: { auth }, other: { identitytoken: 'canary-token' } },
    });
    const redact = redactorOf(secretValuesOf({ DOCKER_AUTH_CONFIG }));
    expect(redact(`${auth} canary-of-hub canary-token`)).to.equal('[MASKED] [MASKED] [MASKED]');
    expect(redactorOf(secretValuesOf({ DOCKER_AUTH_CONFIG: 'no JSON at all' }))('no JSON at all')).to.equal(
      '[MASKED]',
    );
  });

  it('are masked as an address and as a login spell them', () => {
    const secret = 'canary/of+one=and=two';
    const redact = redactorOf([secret]);
    for (const user of ['', 'u', 'ab', 'AWS', 'gitlab-ci-token']) {
      const login = Buffer.from(`${user}:${secret}`).toString('base64');
      expect(redact(login), login)
        .to.match(/^[\w=]*\[MASKED\][\w=]{0,4}$/)
        .and.not.contain(login.slice(-20, -4));
    }
    const inAddress = encodeURIComponent(secret);
    for (const spelling of [inAddress, inAddress.toLowerCase()])
      expect(redact(`https://${spelling}@x`)).to.equal('https://[MASKED]@x');
  });

  it('are masked where a message shows by its code what cannot be seen in a value', () => {
    for (const secret of ['canary\u2013one-two', 'canary"\u00a0one-two'])
      expect(redactorOf([secret])(`the name ${shown(secret)} is`)).to.match(/^the name .\[MASKED\]. is$/);
  });

  it('are masked where the log has a space for what came along with a copied value', () => {
    for (const mark of ['\u200e', '\u202a', '\u2066', '\u0007']) {
      const secret = `${mark}canary${mark}one-two`;
      expect(redactorOf([secret])(plainText(`the key ${secret} is`)), JSON.stringify(mark)).to.match(
        /^the key {1,2}\[MASKED\] is$/,
      );
    }
  });

  it('are masked in a login of either base64, also where that is wrapped', () => {
    const secret = 'canary>>>???'.repeat(12);
    const redact = redactorOf([secret]);
    for (const alphabet of ['base64', 'base64url'] as const) {
      for (const user of ['', 'u', 'ab']) {
        const login = Buffer.from(`${user}:${secret}`).toString(alphabet);
        for (const end of ['\n', '\r\n', '\\n', '\n    ']) {
          const wrapped = login.match(/.{1,76}/g)!.join(end);
          for (const text of [login, wrapped])
            expect(redact(`of ${text} or`), text).to.match(/^of [\w-]{0,7}\[MASKED\][\w=-]{0,6} or$/);
        }
      }
    }
  });

  it('are masked in any length, whole and line by line, and take no space with them', () => {
    const lines = Array.from({ length: 600 }, (_, index) => `  "password-${index}": "canary-${index}-(*",`);
    const secret = `{\n${lines.join('\n')}\n${' '.repeat(2_500)}}`;
    const redact = redactorOf([secret]);
    expect(redact(secret)).to.not.contain('canary');
    expect(redact(lines.join(' '))).to.not.contain('canary');
    expect(redact(`a log line   with spaces`)).to.equal('a log line   with spaces');
  });
});
