import Ajv from 'ajv';
import { expect } from 'chai';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { annotationsOf, junitOf } from '../../../runner/report/page/gitlab-reports';
import { markdownOf } from '../../../runner/report/page/markdown';
import { pageOf } from '../../../runner/report/page/page';
import { openServiceFixture, type ServiceFixture } from '../../service-fixture';
import { reportedBy, reportOfScenario, withTexts, type Reported } from './reported';

const schema = JSON.parse(
  readFileSync(path.resolve(__dirname, '../../../docs/report.schema.json'), 'utf8'),
) as object;
const isReport = new Ajv({ formats: { 'date-time': /^\d{4}-\d\d-\d\dT[\d:.]+Z$/, uri: /^https?:/ } }).compile(
  schema,
);

describe('the report of a run', () => {
  let crash: Reported;
  let fixture: ServiceFixture;
  before(async () => {
    crash = await reportOfScenario('causes/crash');
    fixture = await openServiceFixture();
  });
  after(() => fixture.close());

  const ends: readonly (readonly [string, (report: Reported) => unknown])[] = [
    ['endings/success', ({ json: { services } }) => services[0]?.after?.revision === 'web:2'],
    [
      'endings/canary-fails',
      ({ html, json }) => html.includes('went off') && json.services[0]?.legs.at(-1)?.kind === 'rollback',
    ],
    ['endings/canary', ({ json }) => json.services[0]?.samples.some(({ production }) => production === 5)],
    ['traps/rollback-fails', ({ html }) => html.includes('The service at the end')],
    ['traps/slow-but-healthy', ({ html }) => html.includes('✓ Deployed')],
    ['causes/secret-missing', ({ html }) => html.includes('↩ Failed and rolled back')],
    ['endings/rollback-by-hand', ({ html }) => html.includes('Rolled back as asked')],
    ['endings/follow-crash', ({ json }) => json.command === 'follow'],
    ['gates/ends-the-job', ({ markdown }) => markdown.includes('‖ Paused')],
    ['gates/reject', ({ json }) => json.command === 'reject'],
    ['one-off/by-hand', ({ json }) => json.services[0]?.events.some(({ text }) => text.includes('RUNNING'))],
    ['one-off/migration-fails', ({ junit }) => junit.includes('<failure>task-failed: ')],
    ['causes/service-missing', ({ junit }) => junit.includes('<failure>')],
  ];
  for (const [name, holds] of ends) {
    it(`has the documented shape and the verdict of the run: ${name}`, async () => {
      const report = await reportOfScenario(name);
      expect(isReport(report.json), JSON.stringify(isReport.errors)).to.equal(true);
      expect(report.log).to.contain(`${report.json.verdict} (exit ${report.exitCode})`);
      expect(report.json.exitCode).to.equal(report.exitCode);
      expect(holds(report)).to.equal(true);
    });
  }

  it('says what failed, what served then, and what to do', () => {
    const [service] = crash.json.services;
    expect(service?.legs.map(({ kind, revision }) => [kind, revision])).to.deep.equal([
      ['rollout', 'web:2'],
      ['rollback', 'web:1'],
    ]);
    expect(service?.events.filter(({ kind }) => kind === 'failure')).to.have.length(1);
    for (const text of [crash.html, crash.markdown])
      for (const words of ['no DATABASE_URL', 'web:1 serves again', 'find the error in the log'])
        expect(text).to.contain(words);
    expect(crash.junit).to.contain('<failure>rolled-back: ').and.to.contain('no DATABASE_URL');
    const { 'ecs-cd': links } = JSON.parse(crash.annotations) as {
      'ecs-cd': { external_link: { url: string } }[];
    };
    expect(links.map(({ external_link: { url } }) => url)).to.satisfy(([report, , stream]: string[]) => {
      expect(report).to.match(/jobs\/4711\/artifacts\/file\/ecs-cd-report\.html$/);
      return /log-group\/\$252Fshop\$252Fweb\/log-events\/staging\$252Fweb\$252F/.test(stream ?? '');
    });
  });

  const hostile = '</title></style>"><img src=x onerror=alert(1)>\'`*@all*</pre>]]><script>alert(1)</script>';
  it('takes every text for a text, whoever wrote it', async () => {
    const report = withTexts(crash.json, hostile);
    const page = await pageOf(report);
    expect(page.match(/<(?:script|img)\b/g)).to.equal(null);
    expect(page.match(/<\/style>/g)).to.have.length(1);
    expect(page).not.to.match(/href="(?!https?:|#)/);
    expect(junitOf(report)).not.to.match(/<(?:script|img)|\]\]>/);
    expect(JSON.parse(annotationsOf(report))).to.be.an('object');
    const outside = markdownOf(report).replaceAll(/(?<![\\`])(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
    expect(outside).not.to.match(/(?<!\\)<script|@all/);
  });

  it('calls nothing a link that is none to the web', async () => {
    const report = withTexts(crash.json, 'javascript:alert(1)');
    expect(await pageOf(report)).not.to.contain('href="javascript');
  });

  it('keeps the page below 300 KB, whatever there is to tell', async () => {
    const [service] = crash.json.services;
    if (!service) throw new Error('no service');
    const [event, sample] = [service.events[0], service.samples[0]];
    const long = '"<&'.repeat(600);
    const large = {
      ...service,
      events: Array.from({ length: 160 }, () => ({
        ...event,
        at: service.events[0]?.at ?? '',
        kind: 'failure' as const,
        text: long,
      })),
      samples: Array.from({ length: 240 }, () => sample ?? { at: '', tasks: [] }),
    };
    const page = await pageOf({ ...crash.json, services: Array.from({ length: 20 }, () => large) });
    expect(Buffer.byteLength(page)).to.be.below(300_000);
    expect(page).to.contain('more are left out').and.to.contain('</html>');
  });

  it('shortens what is long of each service, and neither the list of services nor where a thing stands', async () => {
    const [service] = crash.json.services;
    const [finding] = service?.findings ?? [];
    if (!service || !finding?.log) throw new Error('no finding');
    const log = { ...finding.log, lines: Array.from({ length: 50 }, () => 'x'.repeat(2_000)) };
    const place = ['containerDefinitions', 'web', 'environment', 'PORT'];
    const difference = {
      path: place,
      kind: 'changed' as const,
      before: 'a',
      after: 'b',
      isHidden: undefined,
    };
    const services = Array.from({ length: 20 }, (_, index) => ({
      ...{ ...service, name: `web-${index}-`, differences: Array.from({ length: 60 }, () => difference) },
      findings: Array.from({ length: 10 }, () => ({ ...finding, log })),
    }));
    const pageWith = (count: number) => pageOf({ ...crash.json, services: services.slice(0, count) });
    const five = await pageWith(5);
    for (const { name } of services.slice(0, 5)) expect(five).to.contain(name);
    expect(await pageWith(20)).to.contain('PORT');
  });

  it('has no secret of the job', async () => {
    const secret = 'hunter2-hunter2';
    fixture.newTasks({ kind: 'crash', exitCode: 1, log: [`password is ${secret}`] });
    const report = await reportedBy((env) => fixture.deploy({ env: { ...env, CI_JOB_TOKEN: secret } }));
    expect(JSON.stringify(report)).to.not.contain(secret);
    expect(report.html).to.contain('[MASKED]');
  });

  it('is written where settings are wrong, and where the job is cancelled', async () => {
    const wrong = await reportedBy((env) => fixture.deploy({ env: { ...env, CLUSTER_NAME: '' } }));
    expect(wrong.json).to.include({ verdict: 'invalid-usage', exitCode: 2 });
    expect(wrong.json.problems.map(({ subject }) => subject)).to.deep.equal(['CLUSTER_NAME']);
    const interrupter = new AbortController();
    const cancelled = await reportedBy((env) =>
      fixture.deploy({
        env,
        interruption: interrupter.signal,
        onLog: (text) => text.includes('running 0/2') && interrupter.abort('SIGTERM'),
      }),
    );
    expect(cancelled.json).to.include({ verdict: 'cancelled', exitCode: 143 });
  });

  it('never decides how a run ends: where it cannot be written, that is a warning', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-report-'));
    mkdirSync(path.join(folder, 'ecs-cd-report.html'));
    const own = await openServiceFixture();
    try {
      const { log, exitCode } = await own.deploy({ env: { CI_PROJECT_DIR: folder } });
      expect(exitCode).to.equal(0);
      expect(log.match(/^warning: no report of this run: /gm), log).to.have.length(1);
      expect(readFileSync(path.join(folder, 'ecs-cd-report.json'), 'utf8')).to.contain('"succeeded"');
      // Nobody, not even root, writes below a file; each of the five fails for that one reason.
      const nowhere = { CI_PROJECT_DIR: path.join(folder, 'ecs-cd-report.json'), SERVICE_NAME: 'a b' };
      const refused = await own.deploy({ env: nowhere });
      expect(refused.exitCode).to.equal(2);
      expect(refused.log.match(/^warning: no report of this run: .*its folder is a file$/gm)).to.have.length(
        1,
      );
    } finally {
      await own.close();
      rmSync(folder, { recursive: true });
    }
  });
});
