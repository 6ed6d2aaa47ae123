import { expect } from 'chai';
import { pushFailureOf } from '../../runner/build/engine-failure';

const failed = (...complaints: string[]) =>
  pushFailureOf('Docker 28.0.0', 'registry/app:1', {
    exitCode: 1,
    stderr: complaints.join('\n'),
    lastLines: ['a1: Preparing', ...complaints, 'a1: Waiting'],
  });

describe("the registry's refusal of a push", () => {
  // Docker's and ECR's own words (field reports, measured).
  const rows: readonly (readonly [string, string])[] = [
    [
      "tag invalid: The image tag '1' already exists in the 'app' repository and cannot be overwritten because the tag is immutable.",
      'use another DOCKER_TAG',
    ],
    [
      'denied: User: arn:aws:iam::1:user/ci is not authorized to perform: ecr:InitiateLayerUpload',
      'ecr:InitiateLayerUpload',
    ],
    [
      "error from registry: The image tag '1' already exists in the 'app' repository and cannot be overwritten because the tag is immutable.",
      'use another DOCKER_TAG',
    ],
    [
      'unexpected status from PUT request to https://registry/v2/app/manifests/1: 400 Bad Request',
      'use Docker 29',
    ],
    ['no basic auth credentials', 'ecr:InitiateLayerUpload'],
    [
      "name unknown: The repository with name 'app' does not exist in the registry with id '1'",
      'create the repository',
    ],
    ['An image does not exist locally with the tag: registry/app', 'BUILDX_BUILDER'],
    ['tag does not exist: registry/app:1', 'BUILDX_BUILDER'],
    ['Error: registry/app:1: image not known', 'BUILDX_BUILDER'],
    ['Get "https://registry/v2/": dial tcp: lookup registry: no such host', 'proxy, DNS, firewall'],
    ['Get "https://registry/v2/": net/http: TLS handshake timeout', 'proxy, DNS, firewall'],
    ['Get "https://registry/v2/": x509: certificate signed by unknown authority', 'trust the certificate'],
    ['http: server gave HTTP response to HTTPS client', 'over HTTPS'],
    ['something new failed', 'see what the registry said'],
  ];
  for (const [words, fix] of rows) {
    it(`is told with a way out: ${words}`, () => {
      const error = failed(words);
      expect(error.verdict).to.equal('push-failed');
      expect(error.message).to.equal(`Docker 28.0.0 could not push registry/app:1: ${words}`);
      expect(error.fix).to.contain(fix);
    });
  }

  for (const words of [
    'unexpected EOF',
    'received unexpected HTTP status: 500 Internal Server Error',
    'failed to copy: unexpected status from PUT request to https://registry/v2/app: 502 Bad Gateway',
    'error parsing HTTP 503 response body: invalid character',
  ]) {
    it(`asks for another run where it can pass: ${words}`, () => {
      const error = failed(words);
      expect(error).to.include({ verdict: 'try-again' });
      expect(error.fix).to.contain('run the job again');
    });
  }

  it('is found among what the engine says beside it', () => {
    expect(failed('Copying blob a1', 'Error: denied', 'Storing signatures').message).to.contain(
      ': Error: denied',
    );
    expect(failed('Copying blob a1', 'no such host', '').message).to.contain(': no such host');
  });

  it('is looked for in the output when nobody complained', () => {
    expect(failed().message).to.contain(': a1: Preparing / a1: Waiting');
  });

  it('is told as an exit code when nobody said anything', () => {
    const silent = { exitCode: 9, stderr: '', lastLines: [''] };
    expect(pushFailureOf('Docker', 'app:1', silent).message).to.equal(
      'Docker could not push app:1: exit code 9',
    );
  });
});
