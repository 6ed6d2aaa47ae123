import { expect } from 'chai';
import { deploySettingsOf } from '../../runner/settings/command-settings';
import { settingsOfEach } from '../../runner/settings/each-service';
import { deploy, goodEnv, goodFiles, problemsOf, sentenceOf } from './environments';
import { describeValues } from './values';

const url = 'https://staging.example.com/health';

describe('what a release has to prove', () => {
  describeValues({
    ECS_CD_HEALTH_CHECK_URL: {
      command: 'deploy',
      accepted: [url, 'http://10.0.0.1:8080/?token=a&b=%20', 'https://[::1]/health'],
      refused: [
        [
          'staging.example.com',
          '"staging.example.com" is not an http or https address',
          'write https://staging.example.com',
        ],
        ['ftp://example.com', 'is not an http or https address'],
        ['https://', 'is not an http or https address'],
        ['https://a b.example.com', 'is not an http or https address'],
        ['https://user:secret@example.com', 'carries a user name or a password', 'without them'],
      ],
    },
    ECS_CD_TEST_HEALTH_CHECK_URL: {
      command: 'deploy',
      accepted: [url],
      refused: [['staging.example.com', 'is not an http or https address']],
    },
    ECS_CD_TEST_HEALTH_CHECK_HEADER: {
      command: 'deploy',
      accepted: ['x-amzn-ecs-blue-green-test: 1', 'X-Test:"a, b"'],
      refused: [
        ['x-test', 'its value (not shown) is not a header', 'write NAME: VALUE'],
        ['x test: 1', 'is not a header'],
        ['x-test: ', 'is not a header'],
        ['x-test: a\r\nx-other: b', 'is not a header'],
      ],
    },
    ECS_CD_HEALTH_CHECK_STATUS: {
      command: 'deploy',
      accepted: ['200', '401', '200-399', '204-204'],
      refused: [
        ['OK', '"OK" is not an HTTP status', 'such as 200, or a range, such as 200-399'],
        ['2xx', '"2xx" is not an HTTP status', 'write 200-299'],
        ['200,204', 'is not an HTTP status'],
        ['399-200', '"399-200" has no status in it', 'write 200-399'],
        ['100', 'is not the status of a final response', 'from 200 to 599'],
        ['200-600', 'is not the status of a final response'],
      ],
    },
    ECS_CD_HEALTH_CHECK_TIMEOUT: {
      command: 'deploy',
      accepted: ['1s', '1m', '1h'],
      refused: [
        ['60', '"60" has no unit', '90s, 15m or 1h30m'],
        ['0s', 'is too short', 'at least 1s'],
        ['25h', 'is too long', 'at most 24h'],
      ],
    },
    ECS_CD_HEALTH_CHECK_COUNT: {
      command: 'deploy',
      accepted: ['1', '100'],
      refused: [
        ['0', '"0" is not a number of answers', 'from 1 to 100'],
        ['101', 'is not a number of answers'],
        ['2.5', 'is not a number of answers'],
        ['thrice', 'is not a number of answers'],
      ],
    },
    ECS_CD_BAKE_TIME: {
      command: 'deploy',
      accepted: ['0s', '5s', '10m', '1h30m', '24h'],
      refused: [
        ['0', '"0" has no unit', '90s, 15m or 1h30m'],
        ['ten minutes', 'is not a duration'],
        ['24h1s', 'is too long', 'at most 24h'],
      ],
    },
  });

  it('is an answer 200, three times in a row, within a minute, once there is an address to ask', () => {
    expect(deploy({ ...goodEnv, ECS_CD_HEALTH_CHECK_URL: url }).proof.healthCheck).to.deep.equal({
      url,
      status: { from: 200, to: 200 },
      timeoutSeconds: 60,
      count: 3,
    });
  });

  it('is no answer where there is no address, whatever the rest says', () => {
    const env = { ...goodEnv, ECS_CD_HEALTH_CHECK_COUNT: '100', ECS_CD_HEALTH_CHECK_TIMEOUT: '1s' };
    expect(deploy(env).proof).to.not.have.any.keys('healthCheck');
  });

  it('is asked on test traffic with a header, and without an address not at all', () => {
    const header = { ECS_CD_TEST_HEALTH_CHECK_HEADER: 'x-test:  a b' };
    const env = { ...goodEnv, ...header, ECS_CD_TEST_HEALTH_CHECK_URL: url };
    expect(deploy(env).proof.testHealthCheck).to.deep.include({
      url,
      count: 3,
      headers: { 'x-test': 'a b' },
    });
    const { proof } = deploy({ ...goodEnv, ...header });
    expect(proof).to.not.have.any.keys('healthCheck', 'testHealthCheck');
    expect(proof.isHeaderIdle).to.equal(true);
  });

  it('has to be possible: so many answers must fit into the time', () => {
    const env = { ...goodEnv, ECS_CD_HEALTH_CHECK_URL: url, ECS_CD_HEALTH_CHECK_TIMEOUT: '20s' };
    expect(deploy(env, { 'health-check-count': '10' }).proof.healthCheck?.count).to.equal(10);
    expect(problemsOf('deploy', env, { 'health-check-count': '11' }).map(sentenceOf)).to.deep.equal([
      '--health-check-count: 11 answers, 2 seconds apart, do not fit into the 20s of ECS_CD_HEALTH_CHECK_TIMEOUT; ' +
        'fix: ask for fewer, or set ECS_CD_HEALTH_CHECK_TIMEOUT to more than 20s',
    ]);
  });

  it('keeps what follows the path of a wrong address to itself: it may be a token', () => {
    const wrongs = [
      'ftp://user:hunter2@example.com/?t=hunter2',
      'ftp://example.com/?t=hunter2',
      `${url}?t=hunter2 `,
      `"${url}?t=hunter2"`,
      `["${url}?t=hunter2"]`,
    ];
    for (const wrong of wrongs) {
      const [problem] = problemsOf('deploy', { ...goodEnv, ECS_CD_HEALTH_CHECK_URL: wrong });
      expect(sentenceOf(problem!)).to.not.contain('hunter2');
    }
  });

  it('is asked of the first of several services alone, also where an option takes the place of a variable', () => {
    const env = {
      ...goodEnv,
      SERVICE_NAME: 'web,api',
      TASK_FAMILY: 'web,api',
      ECS_CD_HEALTH_CHECK_URL: 'https://old.example.com',
    };
    const flags = { 'health-check-url': 'https://new.example.com' };
    const all = settingsOfEach(
      { env, flags, cwd: '/cwd', files: goodFiles },
      ['TASK_FAMILY'],
      deploySettingsOf,
    );
    expect(all.map(({ proof }) => proof.healthCheck?.url)).to.deep.equal([
      'https://new.example.com',
      undefined,
    ]);
  });
});
