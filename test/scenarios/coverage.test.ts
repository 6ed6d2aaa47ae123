import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { scenarioFiles } from './scenario-files';

/** Everything that AWS is known to do to a deployment, and everything that other tools get wrong. */
const known: Readonly<Record<string, readonly string[]>> = {
  'cause of a failure': Array.from({ length: 32 }, (_, index) => `C ${index + 1}`),
  'end of a deployment': [
    'A7 success',
    'A7 superseded',
    'A7 breaker + rollback',
    'A7 breaker, no rollback',
    'A7 alarm + rollback',
    'A7 user or our own stop',
    'A7 hook',
    'A7 networking',
    'A7 paused',
    'A7 service deleted',
  ],
  'trap that others fell into': [
    'D3 breaker rollback',
    'D3 breaker off + crash loop',
    'D3 slow but healthy',
    'D3 superseded',
    'D3 desired 0',
    'D3 >100 tasks',
    'D3 denied or expired mid-wait',
    'D3 throttled 20 times',
    'D3 unknown fields',
    'D3 empty strings',
    'D3 env values',
    'D3 image with port or digest',
    'D3 sidecar',
    'D3 no exitCode',
    'D3 immutable tag',
    'D3 rollback failing',
    'D3 secrets',
    'D3 failures[]',
  ],
  'way to a false success': ['A6 hole 1', 'A6 hole 2', 'A6 hole 3', 'A6 hole 4', 'A6 hole 5'],
};

/** What a deployment does not show, because the build does it: the tests that hold it. */
const inOtherTests: readonly { readonly file: string; readonly title: string }[] = [
  // An immutable tag that is built again: nothing is pushed, and the digest stays.
  {
    file: 'build/build-image.test.ts',
    title: 'uses it in an immutable repository too: a retried job ends well',
  },
  // A secret in the arguments of a program: others hand the registry's token over so.
  {
    file: 'build/registry-login.test.ts',
    title: 'goes to the standard input of the login, and nowhere else',
  },
];

/** What belongs to no list, and must not get lost either. */
const ofTheirOwn: readonly string[] = [
  'endings/superseded-rolling-back',
  'endings/alarm-before',
  'endings/paused-and-continued',
  'endings/paused-and-timed-out',
  'endings/early-success',
  'endings/service-deleted',
  'endings/rollback-by-hand-fails',
  'traps/scaled-to-0',
  'traps/more-than-100-tasks',
  'traps/throttled-20-times',
  'traps/credentials-expire',
  'traps/first-deployment',
  'traps/rollback-fails',
  'traps/same-commit-while-forced',
  'troubles/stale-reads',
  'troubles/lost-reply',
  'troubles/late-record',
  'troubles/no-record',
  'troubles/clock-ahead',
  'troubles/clock-behind',
  'troubles/health-check-fails',
  'troubles/bake-fails',
  'troubles/fail-fast-off',
];

const files = scenarioFiles();
const covered = new Set(files.flatMap(({ scenario }) => scenario.covers ?? []));

describe('the scenarios', () => {
  for (const [what, all] of Object.entries(known)) {
    it(`have every ${what}`, () => {
      expect(all.filter((one) => !covered.has(one))).to.deep.equal([]);
    });
  }

  it('have each story that belongs to no list', () => {
    const names = files.map(({ name }) => name);
    expect(ofTheirOwn.filter((name) => !names.includes(name))).to.deep.equal([]);
  });

  it('claim to cover nothing that is not known', () => {
    const all = Object.values(known).flat();
    expect([...covered].filter((one) => !all.includes(one))).to.deep.equal([]);
  });

  it('are told once each', () => {
    const stories = files.map(({ scenario }) => scenario.what);
    expect(stories.filter((fuzzCase, index) => stories.indexOf(fuzzCase) !== index)).to.deep.equal([]);
  });

  for (const { file, title } of inOtherTests) {
    it(`leave to ${file}: ${title}`, () => {
      expect(readFileSync(path.join(__dirname, '..', file), 'utf8')).to.contain(title);
    });
  }
});
