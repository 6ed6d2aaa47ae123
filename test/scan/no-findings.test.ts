import type { ScanStatus } from '@aws-sdk/client-ecr';
import { expect } from 'chai';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { finding, openScanFixture, type ScanFixture } from './scan-fixture';

let fixture: ScanFixture;

/** Nothing of such a scan may pass for a result. */
const expectRed = (run: { exitCode: number; log: string }, exitCode: number, ...texts: readonly string[]) => {
  expect(run.exitCode, run.log).to.equal(exitCode);
  for (const text of texts) expect(run.log).to.contain(text);
  expect(run.log).to.match(/^fix /m);
  expect(existsSync(path.join(fixture.project, 'gl-code-quality-report.json'))).to.equal(false);
};

describe('a scan without findings is never green', () => {
  beforeEach(async () => {
    fixture = await openScanFixture();
  });
  afterEach(() => fixture.close());
  for (const [status, fix] of [
    ['FAILED', 'push a new image'],
    ['UNSUPPORTED_IMAGE', 'build the image from an operating system'],
    ['SCAN_ELIGIBILITY_EXPIRED', 'extend the re-scan duration'],
    ['FINDINGS_UNAVAILABLE', 'look at the image in the ECR console'],
    ['LIMIT_EXCEEDED', 'ask AWS for a higher quota'],
    ['IMAGE_ARCHIVED', 'restore the image'],
  ] satisfies readonly (readonly [ScanStatus, string])[]) {
    it(`where it ends as ${status}, and says at once what to do`, async () => {
      fixture.setScanning({ status: { status, description: 'that is how it is' } });
      expectRed(await fixture.scan(), 3, `${status}: that is how it is`, fix);
    });
  }

  it('where ECR says what nobody knows: it is waited for as long as a scan may take', async () => {
    fixture.setScanning({ status: { status: 'RESTING' as ScanStatus } });
    expectRed(await fixture.scan(), 8, 'after 10 min: RESTING', 'raise ECS_CD_SCAN_TIMEOUT');
  });

  it('where it says nothing', async () => {
    fixture.setScanning({ status: {} });
    expectRed(await fixture.scan(), 8, 'no status');
  });

  it('where it takes too long, or longer than the job', async () => {
    fixture.setScanning({ type: 'enhanced', seconds: 3_600 });
    expectRed(await fixture.scan({ ECS_CD_SCAN_TIMEOUT: '2m' }), 8, 'after 2 min: PENDING');
    expectRed(await fixture.scan({ RUNNER_SCRIPT_TIMEOUT: '3m' }), 8, 'after 2 min 42 s: PENDING');
  });

  it('where ECR calls it done and never lists anything', async () => {
    fixture.setScanning({ type: 'enhanced', emptySeconds: 3_600 });
    expectRed(await fixture.scan(), 8, '(without a result)');
  });

  it('where ECR counts severe findings that it does not list', async () => {
    fixture.setScanning({ findings: [finding('CVE-2026-1', 'CRITICAL')] });
    const body = (answer: string) =>
      JSON.stringify({
        ...(JSON.parse(answer) as object),
        imageScanFindings: { findingSeverityCounts: { CRITICAL: 1 } },
      });
    fixture.aws.faults.add({
      operation: 'DescribeImageScanFindings',
      kind: 'other-body',
      body,
      after: 1,
      times: 999,
    });
    expectRed(await fixture.scan({ ECS_CD_SCAN_TIMEOUT: '2m' }), 8);
    expect((await fixture.scan()).log).to.contain('CRITICAL not listed');
  });

  it('where ECR counts more severe findings than it lists, though all of the list are below or excepted', async () => {
    fixture.setScanning({ findings: [finding('CVE-2026-1', 'HIGH'), finding('CVE-2026-2', 'HIGH')] });
    const body = (answer: string) => answer.replace('"HIGH":2', '"HIGH":3');
    fixture.aws.faults.add({ operation: 'DescribeImageScanFindings', kind: 'other-body', body, times: 999 });
    const { log, exitCode } = await fixture.scan({ ECS_CD_SCAN_TIMEOUT: '2m' });
    expectRed({ log, exitCode }, 8, 'HIGH not listed in full');
  });

  it('where its list has no end', async () => {
    fixture.setScanning({
      findings: Array.from({ length: 1_200 }, (_, index) => finding(`CVE-${index}`, 'LOW')),
    });
    fixture.aws.faults.add({ operation: 'DescribeImageScanFindings', kind: 'endless-list', times: 9_999 });
    expectRed(await fixture.scan({ ECS_CD_SCAN_TIMEOUT: '1m' }), 75, 'was not read to its end');
  });

  it('where enhanced scanning leaves the repository out', async () => {
    fixture.setScanning({ type: 'enhanced elsewhere' });
    const start = fixture.aws.clock.now();
    const run = await fixture.scan();
    expect(fixture.aws.clock.now() - start).to.be.within(120_000, 140_000);
    expectRed(run, 3, 'has not begun to scan', 'This feature is disabled', 'a filter of the registry');
    expect(fixture.aws.calls.filter(({ operation }) => operation === 'StartImageScan')).to.have.length(1);
  });

  it('where nothing begins it and this job may not', async () => {
    fixture.aws.faults.add({ operation: 'StartImageScan', kind: 'access-denied', times: 99 });
    expectRed(await fixture.scan(), 3, 'has not begun to scan', 'ecr:StartImageScan');
  });

  it('where the image is of a type that ECR does not scan, or archived', async () => {
    for (const [name, status] of [
      ['UnsupportedImageTypeException', 'UNSUPPORTED_IMAGE'],
      ['ImageArchivedException', 'IMAGE_ARCHIVED'],
    ] as const) {
      const error = { name, message: 'not this one' };
      fixture.aws.faults.add({ operation: 'StartImageScan', kind: 'client-error', error });
      expectRed(await fixture.scan(), 3, status, 'not this one');
    }
  });

  it('where findings may not be read: what Amazon Inspector asks for is named', async () => {
    const fault = { operation: 'DescribeImageScanFindings', kind: 'access-denied', times: 9 } as const;
    fixture.aws.faults.add({ ...fault, action: 'inspector2:ListFindings', resource: '*' });
    expectRed(await fixture.scan(), 3, 'permission denied', 'allow inspector2:ListFindings on *');
  });

  it('where AWS does not answer in time; a moment of that is waited out', async () => {
    fixture.setScanning({ type: 'basic on push' });
    const fault = { operation: 'DescribeImageScanFindings', kind: 'throttle' } as const;
    fixture.aws.faults.add({ ...fault, times: 9 });
    expect((await fixture.scan()).exitCode).to.equal(0);
  });

  it('where AWS keeps throttling', async () => {
    fixture.aws.faults.add({ operation: 'DescribeImageScanFindings', kind: 'throttle', times: 999 });
    expectRed(await fixture.scan(), 75, 'kept throttling');
  });

  it('where there is no image, or nothing in its index', async () => {
    expectRed(await fixture.scan({ DOCKER_TAG: 'v2' }), 3, 'ECR has no image', 'after the build');
    fixture.aws.world.putImageIndex('team/app', 'hollow', []);
    expectRed(await fixture.scan({ DOCKER_TAG: 'hollow' }), 3, 'its index is empty');
  });

  it('where the job is cancelled', async () => {
    fixture.setScanning({ type: 'enhanced', seconds: 3_600 });
    const interrupter = new AbortController();
    const onLog = (text: string) => text.includes('waiting') && interrupter.abort('SIGTERM');
    const run = await fixture.scan({}, { interruption: interrupter.signal, onLog });
    expectRed(run, 143, "while waiting for ECR's scan");
  });
});
