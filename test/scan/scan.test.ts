import { expect } from 'chai';
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

const operations = () => fixture.aws.calls.map(({ operation }) => operation);
const callsOf = (name: string) => operations().filter((operation) => operation === name).length;
const severe = [finding('CVE-2026-1', 'HIGH')];

describe('a scan', () => {
  openForEach();
  it('is green where ECR has found nothing', async () => {
    fixture.setScanning({ type: 'basic on push' });
    const { log, dotenv } = await exits(0, fixture.scan());
    expect(dotenv).to.deep.equal({ ECS_CD_VERDICT: 'succeeded' });
    expect(log)
      .to.contain('findings    none')
      .and.contain('nothing that is high or above is without an exception');
  });

  it('ends with a code of its own where a finding is severe enough', async () => {
    fixture.setScanning({
      findings: [finding('CVE-2026-2', 'MEDIUM'), ...severe, finding('CVE-2026-3', 'CRITICAL')],
    });
    const { log, dotenv } = await exits(12, fixture.scan());
    expect(dotenv).to.deep.equal({ ECS_CD_VERDICT: 'vulnerable' });
    expect(log)
      .to.contain('findings    1 critical, 1 high, 1 medium')
      .and.contain('has 1 critical, 1 high without an exception')
      .and.match(/fix +take the versions that are fixed/);
  });

  it('stops at what ECS_CD_SCAN_SEVERITY says', async () => {
    fixture.setScanning({ findings: severe });
    expect((await fixture.scan({ ECS_CD_SCAN_SEVERITY: 'critical' })).exitCode).to.equal(0);
    fixture.setScanning({ findings: [finding('CVE-2026-2', 'LOW')] });
    expect((await fixture.scan({ ECS_CD_SCAN_SEVERITY: 'low' })).exitCode).to.equal(12);
  });

  for (const [severity, exitCode] of [
    ['INFORMATIONAL', 0],
    ['UNTRIAGED', 0],
    ['UNDEFINED', 0],
    ['CATASTROPHIC', 12],
    ['', 12],
  ] as const) {
    it(`takes a finding that is ${severity || 'of no severity'} for ${exitCode ? 'the worst' : 'harmless'}`, async () => {
      fixture.setScanning({ type: 'enhanced', enhancedFindings: [enhancedFinding('CVE-2026-1', severity)] });
      expect((await fixture.scan({ ECS_CD_SCAN_SEVERITY: 'low' })).exitCode).to.equal(exitCode);
    });
  }

  it('begins a scan where a push begins none, and asks for it once', async () => {
    fixture.setScanning({ findings: severe });
    expect((await fixture.scan()).exitCode).to.equal(12);
    expect(callsOf('StartImageScan')).to.equal(1);
  });

  it('asks for none where the push has begun it', async () => {
    fixture.setScanning({ type: 'basic on push', findings: severe });
    expect((await fixture.scan()).exitCode).to.equal(12);
    expect(callsOf('StartImageScan')).to.equal(0);
  });

  it("waits for Amazon Inspector's findings, also after ECR has called the scan done", async () => {
    fixture.setScanning({
      ...{ type: 'enhanced', seconds: 120, emptySeconds: 90 },
      enhancedFindings: [enhancedFinding('CVE-2026-1', 'HIGH')],
    });
    const { log } = await exits(12, fixture.scan());
    expect(log).to.contain('ACTIVE: Continuous scan is selected for image. (without a result)');
    expect(callsOf('DescribeImageScanFindings')).to.be.below(25);
  });

  it('reads all pages', async () => {
    const many = Array.from({ length: 1_500 }, (_, index) => finding(`CVE-2026-${index}`, 'LOW'));
    fixture.setScanning({ findings: [...many, ...severe] });
    const { exitCode, log } = await fixture.scan();
    expect(exitCode).to.equal(12);
    expect(log).to.contain('findings    1 high, 1500 low');
  });

  it('looks at the image of each platform of an index, and not at the index', async () => {
    const digest = fixture.aws.world.putImageIndex('team/app', 'multi', ['amd64', 'arm64']);
    fixture.setScanning({ findings: severe, only: 'arm64' });
    const { log } = await exits(12, fixture.scan({ DOCKER_TAG: 'multi' }));
    expect(log).to.contain('findings    none (linux/amd64)').and.contain('findings    1 high (linux/arm64)');
    const asked = fixture.aws.calls.filter(({ operation }) => operation.endsWith('ImageScanFindings'));
    expect(asked.map(({ input }) => JSON.stringify(input)).join()).not.to.contain(digest);
  });

  it('counts what two platforms have once', async () => {
    fixture.aws.world.putImageIndex('team/app', 'multi', ['amd64', 'arm64']);
    fixture.setScanning({ findings: severe });
    expect((await fixture.scan({ DOCKER_TAG: 'multi' })).log).to.contain('has 1 high without an exception');
  });

  it('prints a table that fits the job log, of texts that stay data', async () => {
    fixture.setScanning({
      type: 'enhanced',
      enhancedFindings: [
        enhancedFinding('CVE-2026-1', 'CRITICAL'),
        enhancedFinding('verdict\nverdict     succeeded (exit 0)', 'HIGH', 'NotAvailable'),
        enhancedFinding(`GHSA-${'x'.repeat(200)}`, 'HIGH', '9'.repeat(200)),
      ],
    });
    const { log } = await fixture.scan();
    const lines = log.split('\n');
    const table = lines.slice(
      lines.findIndex((line) => line.startsWith('  severity')),
      -6,
    );
    expect(table[1]).to.match(/^ {2}critical {2}CVE-2026-1 +openssl {2}3\.0\.1-4\.el9 {2}3\.0\.2 +-$/);
    expect(table.filter((line) => line.startsWith('  high'))).to.have.length(4);
    expect(table.filter((line) => line.length > 100)).to.deep.equal([]);
    expect(lines.filter((line) => line.startsWith('verdict'))).to.deep.equal([
      'verdict     vulnerable (exit 12)',
    ]);
  });
});

describe('an exception', () => {
  openForEach();
  const exception = { id: 'CVE-2026-1', reason: 'nobody calls it', until: '2999-12-31' };
  beforeEach(() => fixture.setScanning({ findings: severe }));

  it('lets its finding pass, until a day that is in the table', async () => {
    fixture.except([exception]);
    const { log } = await exits(0, fixture.scan());
    expect(log).to.match(/^ {2}high .* 2999-12-31$/m);
  });

  it('counts on its last day, and no longer', async () => {
    const today = new Date(fixture.aws.clock.now()).toISOString().slice(0, 10);
    fixture.except([{ ...exception, until: today }]);
    expect((await fixture.scan()).exitCode).to.equal(0);
    await fixture.aws.clock.sleep(86_400_000);
    const { log } = await exits(12, fixture.scan());
    expect(log).to.contain(`warning: the exception CVE-2026-1 ended on ${today} (nobody calls it)`);
  });

  it('that fits nothing is told, so that it can go', async () => {
    fixture.except([exception, { ...exception, id: 'CVE-2020-7' }]);
    expect((await fixture.scan()).log).to.contain(
      'warning: the exception CVE-2020-7 fits no finding: remove it',
    );
  });

  it('without a reason, a day or a sense is refused with all others, before AWS is asked', async () => {
    fixture.except([
      { id: 'CVE-2026-1', until: '2999-12-31' },
      { id: 'CVE-2026-2', reason: ' ', until: '2026-02-30' },
      { ...exception, expires: '2027-01-01' },
      7,
    ]);
    const { exitCode, log } = await fixture.scan({ ECS_CD_SCAN_SEVERITY: 'severe' });
    expect(exitCode).to.equal(2);
    for (const text of [
      'exception 1 has no "reason" ("CVE-2026-1")',
      'exception 2 has a wrong "reason" ("CVE-2026-2")',
      'exception 2 has a wrong "until"',
      'exception 3 has a field that nobody reads ("CVE-2026-1"): "expires"',
      'exception 4 has no "id"',
      'ECS_CD_SCAN_SEVERITY',
    ])
      expect(log.replaceAll(/\s+/g, ' ')).to.contain(text);
    expect(operations()).to.deep.equal([]);
  });

  for (const [what, text] of [
    ['is not JSON', 'id: CVE-2026-1'],
    ['is not a list', '{"id": "CVE-2026-1"}'],
  ] as const) {
    it(`stands in a list in JSON: a file that ${what} is refused`, async () => {
      fixture.except(text);
      const { exitCode, log } = await fixture.scan();
      expect(exitCode).to.equal(2);
      expect(log).to.contain(what);
    });
  }

  it('stands in a file that there is', async () => {
    const { exitCode, log } = await fixture.scan({ ECS_CD_SCAN_EXCEPTIONS: 'none.json' });
    expect(exitCode).to.equal(2);
    expect(log).to.match(/ECS_CD_SCAN_EXCEPTIONS +"none.json" does not exist\n/);
    const folder = await fixture.scan({ ECS_CD_SCAN_EXCEPTIONS: '.git/..' });
    expect(folder.exitCode).to.equal(2);
  });
});
