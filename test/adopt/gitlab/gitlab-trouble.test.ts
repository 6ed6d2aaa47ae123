import { expect } from 'chai';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { virtualClock } from '../../simulator/clock';
import type { GitlabFault } from '../../gitlab/faults';
import { keyId, secretKey, siteForEach, staging } from '../site';
import { exits } from '../../run';

const apply = [...staging, '--apply'];

describe('a GitLab in trouble', () => {
  const site = siteForEach();

  const refusals: readonly (readonly [
    what: string,
    token: object,
    exit: number,
    message: RegExp,
    fix: RegExp,
  ])[] = [
    [
      'an unknown token',
      { ECS_CD_GITLAB_TOKEN: 'glpat-nobody-knows' },
      3,
      /rejected the token: 401/,
      /valid access token/,
    ],
    ['an expired token', { ECS_CD_GITLAB_TOKEN: 'glpat-expired' }, 3, /Token is expired/, /they expire/],
    [
      'a token that may only read',
      { ECS_CD_GITLAB_TOKEN: 'glpat-reader' },
      3,
      /higher privileges/,
      /the scope "api"/,
    ],
    [
      'a token without the role',
      { ECS_CD_GITLAB_TOKEN: 'glpat-developer' },
      3,
      /403 Forbidden/,
      /role Maintainer/,
    ],
    [
      'a project that is not there',
      { ECS_CD_PROJECT: 'shop/none' },
      3,
      /no such project.*404 Project Not Found/,
      /check --project/,
    ],
  ];
  for (const [what, env, exit, message, fix] of refusals) {
    it(`is told with what to change: ${what}`, async () => {
      site.gitlab.addToken('glpat-expired', { state: 'expired' });
      site.gitlab.addToken('glpat-reader', { scope: 'read_api' });
      site.gitlab.addToken('glpat-developer', { role: 'developer' });
      const { exitCode, stderr } = await site.adopt(apply, { env: { ...env } });
      expect(exitCode).to.equal(exit);
      expect(stderr).to.match(message).and.match(fix).and.contain('verdict     rejected (exit 3)');
      expect(site.values()).to.deep.equal({});
    });
  }

  const passing: readonly GitlabFault[] = [
    { kind: 'server-error', times: 3 },
    { kind: 'bad-gateway', times: 3 },
    { kind: 'refuse', times: 3 },
    { kind: 'lost-reply', times: 3 },
    { kind: 'rate-limit', times: 3, seconds: 7 },
    { kind: 'rate-limit', method: 'POST', times: 3, seconds: 7 },
  ];
  for (const fault of passing) {
    it(`is waited for: ${fault.kind}${fault.method ? ` of a ${fault.method}` : ''}, three times`, async () => {
      const clock = virtualClock();
      const started = clock.now();
      site.gitlab.addFault(fault);
      await exits(0, site.adopt(apply, { clock }));
      if (fault.seconds) expect(clock.now() - started).to.equal(3 * fault.seconds * 1000);
      expect(site.gitlab.project.variables).to.have.length(9);
    });
  }

  const lasting: readonly (readonly [
    fault: GitlabFault,
    exit: number,
    message: RegExp,
    attempts?: number,
  ])[] = [
    [
      { kind: 'server-error', times: 99 },
      75,
      /GitLab answered with a server error: 500 Internal Server Error/,
    ],
    [{ kind: 'bad-gateway', times: 99 }, 75, /a server error: status 502/],
    [{ kind: 'refuse', times: 99 }, 75, /does not answer: the connection was closed/],
    [{ kind: 'hang', times: 99 }, 75, /does not answer: no answer in time/],
    [{ kind: 'rate-limit', times: 99, seconds: 1 }, 75, /limits the rate of requests: status 429/],
    [{ kind: 'rate-limit', times: 99, seconds: 3600 }, 75, /limits the rate of requests/, 1],
    [{ kind: 'login-page', times: 99 }, 3, /what answers at .* is not GitLab's API \(status 200\)/, 1],
  ];
  for (const [fault, exit, message, attempts = 4] of lasting) {
    it(`ends the run where it lasts: ${fault.kind}${fault.seconds ? ` for ${fault.seconds} s` : ''}`, async () => {
      const clock = virtualClock();
      const then = fault.kind === 'hang' ? () => void clock.sleep(30_000) : () => {};
      site.gitlab.addFault({ ...fault, then });
      const { exitCode, stderr } = await site.adopt(apply, { clock });
      expect(exitCode, stderr).to.equal(exit);
      expect(stderr).to.match(message);
      expect(site.gitlab.requests).to.have.length(attempts);
      expect(site.values()).to.deep.equal({});
    });
  }

  it('that redirects gets no token taken to the other host', async () => {
    const reached: string[] = [];
    const other = createServer((request, response) => {
      reached.push(String(request.headers['private-token']));
      response.end('[]');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/api/v4/projects/7/variables?a=b`;
    try {
      site.gitlab.addFault({ kind: 'redirect', location });
      const { exitCode, stderr } = await site.adopt(apply);
      expect(exitCode).to.equal(3);
      expect(stderr).to.contain(
        `GitLab redirects to ${location.replace('?a=b', '')}, and the token was not taken there`,
      );
      expect(reached).to.deep.equal([]);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it('that stores a secret unmasked is told of, and nothing more is given to it', async () => {
    site.gitlab.addFault({ kind: 'no-mask', method: 'POST', times: 99 });
    const { log } = await exits(7, site.adopt(apply));
    expect(log)
      .to.match(/GitLab stored AWS_\w+ \(.*\) in another way than asked/)
      .and.contain('delete it if it is a secret that is not masked');
    expect(
      site.gitlab.project.variables.filter(({ value }) => [keyId, secretKey].includes(value)),
    ).to.have.length(1);
  });

  it('that is not reached at all is told by its address', async () => {
    const { exitCode, stderr } = await site.adopt(apply, {
      env: { ECS_CD_GITLAB_URL: 'http://127.0.0.1:2' },
    });
    expect(exitCode).to.equal(75);
    expect(stderr).to.contain('http://127.0.0.1:2/api/v4 does not answer');
  });
});
