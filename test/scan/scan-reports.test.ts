import { parseXML } from '@aws-sdk/xml-builder';
import Ajv from 'ajv';
import { expect } from 'chai';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { enhancedFinding, finding, openScanFixture, type ScanFixture } from './scan-fixture';
import { exits } from '../run';

let fixture: ScanFixture;

/** In each describe, because a hook of the file would run around the tests of all files in a process. */
function openForEach(): void {
  beforeEach(async () => {
    fixture = await openScanFixture();
  });
  afterEach(() => fixture.close());
}

const hostile = '\u001b[31m<b>"&\n]]>\u0000';
const findings = [
  finding('CVE-2026-1', 'HIGH', `open${hostile}ssl`),
  finding('CVE-2026-2', 'CRITICAL'),
  finding('CVE-2026-3', 'LOW'),
];
const excepted = [{ id: 'CVE-2026-2', reason: 'nobody calls <it>', until: '2999-12-31' }];
const json = (name: string) => JSON.parse(fixture.report(name)) as unknown;

describe('the reports of a scan', () => {
  openForEach();
  beforeEach(async () => {
    fixture.setScanning({ findings });
    fixture.except(excepted);
    expect((await fixture.scan()).exitCode).to.equal(12);
  });

  it('show every finding without an exception in the merge request, at the Dockerfile', () => {
    expect(json('gl-code-quality-report.json')).to.deep.equal([
      {
        description: 'high: CVE-2026-1 in open<b>"& ]]> ssl 3.0.1-r1',
        check_name: 'CVE-2026-1',
        fingerprint: 'CVE-2026-1 open<b>"& ]]> ssl 3.0.1-r1',
        severity: 'critical',
        location: { path: 'app/Dockerfile', lines: { begin: 1 } },
      },
      {
        description: 'low: CVE-2026-3 in openssl 3.0.1-r1',
        check_name: 'CVE-2026-3',
        fingerprint: 'CVE-2026-3 openssl 3.0.1-r1',
        severity: 'minor',
        location: { path: 'app/Dockerfile', lines: { begin: 1 } },
      },
    ]);
  });

  it('are tests that fail, are skipped or pass, of texts that stay texts', () => {
    const { testsuites } = parseXML(fixture.report('ecs-cd-scan.xml')) as {
      testsuites: { testsuite: { testcase: readonly Record<string, unknown>[] } };
    };
    const tests = testsuites.testsuite.testcase;
    expect(
      tests.map(({ name, failure, skipped }) => [name, failure !== undefined, skipped !== undefined]),
    ).to.deep.equal([
      [`${fixture.aws.world.createRepository('x').replace(/x$/, 'team/app')}:v1 was scanned`, false, false],
      ['critical: CVE-2026-2 in openssl 3.0.1-r1', false, true],
      ['high: CVE-2026-1 in open<b>"& ]]> ssl 3.0.1-r1', true, false],
      ['low: CVE-2026-3 in openssl 3.0.1-r1', false, false],
    ]);
    expect(fixture.report('ecs-cd-scan.xml')).to.contain('nobody calls &lt;it&gt; (until 2999-12-31)');
  });

  it('give GitLab Ultimate all there is, as its schema wants it', () => {
    const report = json('gl-container-scanning-report.json') as Record<string, never>;
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
    expect(report).to.have.nested.property('version', '15.0.7');
    expect(report['scan']).to.include({ type: 'container_scanning', status: 'success' });
    expect(report).to.have.nested.property('scan.start_time').match(time);
    expect(report).to.have.nested.property('scan.end_time').match(time);
    expect(report['vulnerabilities']).to.have.length(3);
    expect((report['vulnerabilities'] as unknown as unknown[])[0]).to.deep.equal({
      id: 'CVE-2026-2 openssl 3.0.1-r1',
      name: 'CVE-2026-2',
      description: 'about CVE-2026-2',
      severity: 'Critical',
      identifiers: [
        { type: 'cve', name: 'CVE-2026-2', value: 'CVE-2026-2', url: 'https://cve.example.com/CVE-2026-2' },
      ],
      location: {
        dependency: { package: { name: 'openssl' }, version: '3.0.1-r1' },
        operating_system: 'unknown',
        image: `${fixture.aws.world.createRepository('y').replace(/y$/, 'team/app')}:v1`,
      },
    });
  });
});

/** What GitLab's schema 15.0.7 of container scanning asks of what we write (gitlab-org/gitlab, security report schemas). */
const text = (more: object = {}) => ({ type: 'string', minLength: 1, ...more });
const record = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []) => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});
const [time, url] = [
  text({ pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$` }),
  text({ pattern: '^https?://.+' }),
];
const tool = record({ id: text(), name: text(), version: text(), vendor: record({ name: text() }) });
const vulnerability = record(
  {
    ...{ id: text(), name: text({ maxLength: 255 }), description: { type: 'string', maxLength: 1_048_576 } },
    severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
    solution: text({ maxLength: 7_000 }),
    identifiers: {
      ...{ type: 'array', minItems: 1, maxItems: 20 },
      items: record({ type: text(), name: text(), value: text(), url }, ['url']),
    },
    location: record({
      dependency: record({ package: record({ name: { type: 'string' } }), version: { type: 'string' } }),
      ...{ operating_system: text(), image: text() },
    }),
  },
  ['solution'],
);
const schema = record({
  version: text({ pattern: String.raw`^\d+\.\d+\.\d+$` }),
  scan: record({
    ...{ analyzer: tool, scanner: tool, start_time: time, end_time: time },
    ...{ status: { enum: ['success', 'failure'] }, type: { const: 'container_scanning' } },
  }),
  vulnerabilities: { type: 'array', items: vulnerability },
});

describe('the report for GitLab Ultimate', () => {
  openForEach();
  it('keeps to the schema, whatever ECR names', async () => {
    const known = enhancedFinding('CVE-2026-1', 'HIGH');
    const details = known.packageVulnerabilityDetails ?? {};
    const odd = { ...details, vulnerabilityId: 'x'.repeat(400), sourceUrl: 'javascript:alert(1)' };
    const packages = [{ name: 'a', version: '1', fixedInVersion: '2'.repeat(9_000) }, {}];
    fixture.setScanning({
      type: 'enhanced',
      enhancedFindings: [
        known,
        { severity: 'UNTRIAGED' },
        { ...known, packageVulnerabilityDetails: { ...odd, vulnerablePackages: packages } },
      ],
    });
    expect((await fixture.scan()).exitCode).to.equal(12);
    const report = json('gl-container-scanning-report.json');
    const validate = new Ajv({ allErrors: true }).compile(schema);
    validate(report);
    expect(validate.errors ?? []).to.deep.equal([]);
    expect(report).to.have.property('vulnerabilities').with.length(5);
  });
});

describe('a report', () => {
  openForEach();
  it('says what a package is fixed in, where Amazon Inspector knows it', async () => {
    fixture.setScanning({ type: 'enhanced', enhancedFindings: [enhancedFinding('CVE-2026-1', 'HIGH')] });
    await fixture.scan();
    expect(fixture.report('gl-code-quality-report.json')).to.contain('openssl 3.0.1-4.el9, fixed in 3.0.2');
    expect(fixture.report('gl-container-scanning-report.json')).to.contain('"solution": "upgrade to 3.0.2"');
  });

  it('that cannot be written ends the run: nobody would see that it is missing', async () => {
    mkdirSync(path.join(fixture.project, 'ecs-cd-scan.xml'));
    const { log } = await exits(3, fixture.scan());
    expect(log).to.contain('ecs-cd-scan.xml cannot be written');
  });
});
