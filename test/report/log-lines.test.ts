import { expect } from 'chai';
import { logLinesOf } from '../../runner/report/log-lines';

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
        ],
      },
    ];
    expect(logLinesOf(['abcdefgh says hello world, short'], { containerDefinitions })).to.deep.equal([
      '[MASKED] says hello world, short',
    ]);
  });
  it('lose what is secret by its form', () => {
    const lines = [
      'redis://:p4ss@cache:6379 and amqp://app:p4ss@queue/%2f',
      `key AKIA${'A'.repeat(16)}`,
      'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig',
      'https://example.com/path@home and mail@example.com',
    ];
    expect(logLinesOf(lines, {})).to.deep.equal([
      'redis://:[MASKED]@cache:6379 and amqp://app:[MASKED]@queue/%2f',
      'key [MASKED]',
      'Bearer [MASKED]',
      'https://example.com/path@home and mail@example.com',
    ]);
  });
});
