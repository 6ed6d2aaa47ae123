import { expect } from 'chai';
import { commonAwsErrorOf } from '../../runner/aws/aws-error';
import { awsErrorKindOf } from '../../runner/aws/aws-error-kind';

const named = (name: string, more: object = {}) => Object.assign(new Error('AWS says so'), { name, ...more });

describe('the kind of an AWS error', () => {
  const rows: [string, unknown, string][] = [
    ['a throttled call', named('ThrottlingException', { $metadata: { httpStatusCode: 400 } }), 'throttled'],
    ['HTTP 429 under any name', named('Whatever', { $metadata: { httpStatusCode: 429 } }), 'throttled'],
    ['a server error', named('ServerException', { $fault: 'server' }), 'unavailable'],
    [
      'HTTP 503 with a body that is not JSON',
      Object.assign(new SyntaxError('<html>'), { $metadata: { httpStatusCode: 503 } }),
      'unavailable',
    ],
    ['a call that took too long', named('TimeoutError'), 'unavailable'],
    ['a refused connection', named('Error', { code: 'ECONNREFUSED' }), 'unavailable'],
    [
      'refused on every address of the host',
      new AggregateError([named('Error', { code: 'ECONNREFUSED' })]),
      'unavailable',
    ],
    [
      'a failed fetch',
      new TypeError('fetch failed', { cause: named('Error', { code: 'ECONNRESET' }) }),
      'unavailable',
    ],
    ['an unknown host', named('Error', { code: 'ENOTFOUND' }), 'unavailable'],
    ['a missing permission', named('AccessDeniedException'), 'denied'],
    ['a missing permission in the words of STS', named('AccessDenied'), 'denied'],
    ['an expired token', named('ExpiredTokenException'), 'expired-credentials'],
    ['an unknown access key', named('UnrecognizedClientException'), 'invalid-credentials'],
    ['a wrong secret key', named('InvalidSignatureException'), 'invalid-credentials'],
    ['no credentials at all', named('CredentialsProviderError'), 'invalid-credentials'],
    ['a call that we gave up ourselves', named('AbortError', { code: 'ECONNRESET' }), 'other'],
    ["a service's own refusal", named('ClientException', { $metadata: { httpStatusCode: 400 } }), 'other'],
    ['a bug', new TypeError('x is not a function'), 'other'],
    ['a name that every object has', named('constructor'), 'other'],
    ['a string', 'ThrottlingException', 'other'],
    ['nothing', undefined, 'other'],
  ];
  for (const [what, error, kind] of rows) {
    it(`is "${kind}" for ${what}`, () => {
      expect(awsErrorKindOf(error)).to.equal(kind);
    });
  }

  it('is found at the end of a circle of causes without going round for ever', () => {
    const circle = named('Error');
    circle.cause = circle;
    expect(awsErrorKindOf(circle)).to.equal('other');
  });
});

describe('an error that every AWS service knows', () => {
  const call = { purpose: 'look', permission: 'ecr:BatchGetImage', resource: 'team/app' };

  it('asks for another run when AWS is throttling or silent', () => {
    for (const error of [named('ThrottlingException'), named('TimeoutError')]) {
      expect(commonAwsErrorOf(error, call)).to.include({ verdict: 'try-again', cause: error });
    }
  });

  it('rejects the run over a permission, and names it', () => {
    const error = commonAwsErrorOf(named('AccessDeniedException'), call);
    expect(error?.verdict).to.equal('rejected');
    expect(error?.message).to.equal('cannot look: permission denied: AccessDeniedException: AWS says so');
    expect(error?.fix).to.contain('ecr:BatchGetImage on team/app');
  });

  it('rejects the run over credentials', () => {
    expect(commonAwsErrorOf(named('ExpiredTokenException'), call)?.message).to.contain('have expired');
    expect(commonAwsErrorOf(named('UnrecognizedClientException'), call)?.message).to.contain(
      'rejected the credentials',
    );
  });

  it('names the region where AWS or the DNS does not know it', () => {
    const message = "Credential should be scoped to a valid region, not 'eu-centrl-1'.";
    for (const error of [
      named('InvalidSignatureException', { message }),
      named('Error', { code: 'ENOTFOUND' }),
    ]) {
      expect(commonAwsErrorOf(error, call)?.fix).to.match(/^check the spelling of AWS_DEFAULT_REGION/);
    }
    expect(commonAwsErrorOf(named('UnrecognizedClientException'), call)?.fix).to.not.contain('REGION');
  });

  it('leaves what it does not know to the caller', () => {
    expect(commonAwsErrorOf(named('RepositoryNotFoundException'), call)).to.equal(undefined);
    expect(commonAwsErrorOf(new TypeError('a bug'), call)).to.equal(undefined);
  });

  it('says something even where the error has no words', () => {
    const silent = Object.assign(new AggregateError([named('Error', { code: 'ECONNREFUSED' })]), {
      code: 'ECONNREFUSED',
    });
    expect(commonAwsErrorOf(silent, call)?.message).to.contain('ECONNREFUSED');
  });
});
