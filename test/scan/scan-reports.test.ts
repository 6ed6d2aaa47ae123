import { parseXML } from '@aws-sdk/xml-builder';
import { expect } from 'chai';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { enhancedFinding, finding, openScanFixture, type ScanFixture } from './scan-fixture';

let fixture: ScanFixture;
beforeEach(async () => {
  fixture = await openScanFixture();
});
afterEach(() => fixture.close());

const hostile = '\u001b[31m<b>"&\n]]>\u0000';
const findings = [
  finding('CVE-2026-1', 'HIGH', `open${hostile}ssl`),
  finding('CVE-2026-2', 'CRITICAL'),
  finding('CVE-2026-3', 'LOW'),
];
const excepted = [{ id: 'CVE-2026-2', reason: 'nobody calls <it>', until: '2999-12-31' }];
const json = (name: string) => JSON.parse(fixture.report(name)) as unknown;

describe('the reports of a scan', () => {
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

describe('a report', () => {
  it('says what a package is fixed in, where Amazon Inspector knows it', async () => {
    fixture.setScanning({ type: 'enhanced', enhancedFindings: [enhancedFinding('CVE-2026-1', 'HIGH')] });
    await fixture.scan();
    expect(fixture.report('gl-code-quality-report.json')).to.contain('openssl 3.0.1-4.el9, fixed in 3.0.2');
    expect(fixture.report('gl-container-scanning-report.json')).to.contain('"solution": "upgrade to 3.0.2"');
  });

  it('that cannot be written ends the run: nobody would see that it is missing', async () => {
    mkdirSync(path.join(fixture.project, 'ecs-cd-scan.xml'));
    const { exitCode, log } = await fixture.scan();
    expect(exitCode, log).to.equal(3);
    expect(log).to.contain('ecs-cd-scan.xml cannot be written');
  });
});
