import { expect } from 'chai';
import { logLinesOf as linesOf } from '../../runner/log/log-lines';

const logLinesOf = (lines: string[], definition: Parameters<typeof linesOf>[1]) =>
  linesOf(lines, definition, (text) => text.replaceAll('job-secret', '[MASKED]'));

describe('lines that an application wrote', () => {
  it('are one line each, without empty ones, control characters and endless ends', () => {
    const [first, ...rest] = logLinesOf(['a\nb\r\n', '', '  ', '\u0007c\td', 'x'.repeat(500)], {});
    expect([first, ...rest.slice(0, 2)]).to.deep.equal(['a', 'b', ' c d']);
    expect(rest[2]).to.match(/^x{400}…$/);
  });
  it('lose the values of environment variables that are secret by their name', () => {
    const containerDefinitions = [
      {
        environment: [
          { name: 'API_TOKEN', value: 'abcdefgh' },
          { name: 'GREETING', value: 'hello world' },
          { name: 'dbPassword', value: 'short' },
          { name: 'DB_PASS', value: 's3cr3t7' },
          { name: 'SIGNING_KEY', value: 'line one\nline two' },
          { name: 'MONKEYS', value: 'gibbons' },
        ],
      },
    ];
    expect(
      logLinesOf(
        [
          'abcdefgh says hello world, short',
          's3cr3t7 and gibbons',
          'line one\nline two',
          '"line one\\nline two"',
        ],
        { containerDefinitions },
      ),
    ).to.deep.equal(['[MASKED] says hello world, short', '[MASKED] and gibbons', '[MASKED]', '"[MASKED]"']);
  });
  it('lose what is secret by its form', () => {
    const lines = [
      'redis://:p4ss@cache:6379 and amqp://app:p4ss@queue/%2f',
      `key AKIA${'A'.repeat(16)}`,
      'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig',
      'https://example.com/path@home and mail@example.com',
      'authorization: Bearer abcdefgh12345',
      `glpat-${'x'.repeat(20)} ghp_${'y'.repeat(36)}`,
      'password=hunter2, {"token": "abc123"}',
      'the token expired: 3 passengers wait',
      '-----BEGIN RSA PRIVATE KEY-----',
      'MIIEpAIBAAKCAQEA'.repeat(4),
    ];
    expect(logLinesOf(lines, {})).to.deep.equal([
      'redis://:[MASKED]@cache:6379 and amqp://app:[MASKED]@queue/%2f',
      'key [MASKED]',
      'Bearer [MASKED]',
      'https://example.com/path@home and mail@example.com',
      'authorization: Bearer [MASKED]',
      '[MASKED] [MASKED]',
      'password=[MASKED], {"token": [MASKED]}',
      'the token expired: 3 passengers wait',
      '[MASKED]',
      '[MASKED]',
    ]);
  });

  it('lose what a name says is secret, however it is spelled and written', () => {
    const lines = [
      `AWS_SESSION_TOKEN=${'t'.repeat(1_020)}`,
      'postgres://app:p@ssw0rd-long@db/shop, mysql://app:a/b@db',
      'SECRET_KEY_BASE=0123456789 DB_PASS=s3cr3t x-api-key: 123456',
      'Authorization: Token 0123456789',
      'AccountKey=abcdef== DATABASE_PASSWORD => hunter2',
      '{"password": "abc def", "user": "app"}',
      'GET http://web:8080/users/@me passed: 100, tokens used: 512, bypass: true',
    ];
    expect(logLinesOf(lines, {})).to.deep.equal([
      'AWS_SESSION_TOKEN=[MASKED]',
      'postgres://app:[MASKED]@db/shop, mysql://app:[MASKED]@db',
      'SECRET_KEY_BASE=[MASKED] DB_PASS=[MASKED] x-api-key: [MASKED]',
      'Authorization: Token [MASKED]',
      'AccountKey=[MASKED] DATABASE_PASSWORD => [MASKED]',
      '{"password": [MASKED], "user": "app"}',
      'GET http://web:8080/users/@me passed: 100, tokens used: 512, bypass: true',
    ]);
  });

  it('lose a secret of the job also where it stands across the place where a long line is cut', () => {
    expect(logLinesOf([`${'x'.repeat(396)}job-secret`], {})).to.deep.equal([`${'x'.repeat(396)}[MAS…`]);
  });
  // In quadratic time it would take minutes, far beyond the limit of any test.
  it('are read to their end, however long they are', () => {
    for (const part of [
      'a:',
      'a://b:',
      'eyJabcdefgh.',
      'password=',
      '-----BEGIN ',
      'Bearer ',
      'AKIA',
      'secret',
      'pass',
      'authorization:',
    ])
      expect(logLinesOf([part.repeat(262_144 / part.length)], {})).to.have.length(1);
  });
});
