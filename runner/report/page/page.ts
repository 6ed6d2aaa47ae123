// Under a name that the formatter does not know: it would lay out what is to stay on one line.
import { html as markup, raw } from 'hono/html';
import { elapsed } from '../../log/timeline';
import { headlineOf } from './headline';
import {
  checksSection,
  differencesSection,
  eventsSection,
  explanationOf,
  findingCard,
  link,
  replacedSection,
  section,
} from './page-sections';
import { toDoOf, type RunReport, type ServiceReport } from './run-report';
import { style } from './style';
import { timelineSection } from './timeline-chart';

/** Nothing is fetched and nothing runs, whatever a text on the page may say. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** In bytes; a page that people open from a merge request. */
const mostBytes = 300_000;

/** The report for people: one page that needs nothing but itself. What there is no room for is in the JSON. */
export async function pageOf(report: RunReport, share = shareFor(report)): Promise<string> {
  const page = String(await documentOf(share === 1 ? report : shortened(report, share)));
  return Buffer.byteLength(page) <= mostBytes || share < 0.01 ? page : pageOf(report, share / 2);
}

/** What is far too long is not even made. */
const shareFor = (report: RunReport) => Math.min(1, (2 * mostBytes) / JSON.stringify(report).length);

/** How much of a list there is at most, but for 60; what is short and tells where, or what to do, stays whole. */
const mostOf: Readonly<Record<string, number>> = {
  ...{ events: 160, lines: 50, findings: 10 },
  ...{ path: Infinity, fix: Infinity, legs: Infinity },
};

/** With that share of each list: of what happened over time the last, of anything else the first. */
function shortened(report: RunReport, share: number): RunReport {
  const short = JSON.parse(JSON.stringify(report), (name, value: unknown) => {
    if (!Array.isArray(value)) return value;
    const list: unknown[] = value;
    if (name === 'samples') return list.filter((_, index) => index % Math.ceil(1 / share) === 0);
    const most = Math.ceil((mostOf[name] ?? 60) * share);
    return name === 'events' || name === 'lines' ? list.slice(-most) : list.slice(0, most);
  }) as RunReport;
  const leftOut = (at: number) =>
    (report.services[at]?.events.length ?? 0) - (short.services[at]?.events.length ?? 0);
  const services = short.services.map((each, at) => ({
    ...each,
    eventsLeftOut: each.eventsLeftOut + leftOut(at),
  }));
  return { ...short, services };
}

function documentOf(report: RunReport) {
  const { command, services, verdict, tool, endedAt, warnings, problems } = report;
  const { title, sign } = headlineOf(verdict, command);
  const ofServices =
    services.length === 1
      ? services.map((each) => sectionsOf(each, report))
      : services.map((each) => serviceCard(each, report));
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${sign} ${title}: ${services.map(({ name }) => name).join(', ') || command}</title><style>${raw(style)}</style></head>
<body><main>
${verdictCard(report)}${toDo(report)}
${section('Problems', problems, ({ subject, message, fix }) => markup`<div class="finding"><h3>${subject}</h3><p>${message}</p><p class="soft">fix: ${fix}</p></div>`)}
${ofServices}
${section('Warnings', warnings, (text) => markup`<p>${text}</p>`)}
<footer>${tool} ${command}, ended ${timeText(endedAt)}. The same facts are in ecs-cd-report.json and, to paste into an incident, in ecs-cd-report.md.</footer>
</main></body></html>
`;
}

export const timeText = (time: string) => `${time.slice(0, 19).replace('T', ' ')} UTC`;

function verdictCard(report: RunReport) {
  const { services, command, verdict, happened, done } = report;
  const { tone, sign, title } = headlineOf(verdict, command);
  const named = services
    .slice(0, 3)
    .map(({ name, cluster, stage }) => `${name} in ${cluster}${stage === undefined ? '' : ` (${stage})`}`);
  const more = services.length > named.length ? [`${services.length - named.length} more`] : [];
  const findings = services.flatMap((service) => service.findings);
  const released = services.map(({ after }) => after?.revision);
  const finding = findings.find(({ revision }) => released.includes(revision)) ?? findings[0];
  return markup`<header class="verdict ${tone}"><p class="soft">${[`ecs-cd ${command}`, ...named, ...more].join(' · ')}</p>
<h1>${sign} ${title}</h1><p class="lead">${happened}</p>
${finding ? markup`<p class="lead"><strong>Why:</strong> ${explanationOf(finding)}</p>` : ''}${done ? markup`<p class="lead"><strong>Now:</strong> ${done}</p>` : ''}
<dl class="meta">${metaOf(report).map(([name, value]) => (value ? markup`<div><dt>${name}</dt><dd>${value}</dd></div>` : ''))}</dl></header>`;
}

function metaOf({ services, verdict, exitCode, startedAt, endedAt, job }: RunReport) {
  const isOne = services.length === 1;
  return [
    ['verdict', `${verdict} (exit ${exitCode})`],
    ['commit', (isOne ? services[0]?.after?.commit : job.commit)?.slice(0, 12)],
    ['started', timeText(startedAt)],
    ['took', elapsed(Date.parse(endedAt) - Date.parse(startedAt))],
    ['job', job.url && link(job.url, 'log')],
    ['pipeline', job.pipelineUrl && link(job.pipelineUrl, [job.project, job.ref].filter(Boolean).join(' '))],
    ['by', job.user],
    ...services.map(({ consoleUrl, name }) => ['AWS', link(consoleUrl, isOne ? 'console' : name)]),
  ];
}

function toDo(end: Pick<ServiceReport, 'fix' | 'next'>) {
  const items = toDoOf(end);
  return items.length === 0
    ? ''
    : markup`<section class="todo"><h2>What to do</h2><ul>${items.map((text) => markup`<li>${text}</li>`)}</ul></section>`;
}

/** One of several. */
function serviceCard(service: ServiceReport, report: RunReport) {
  const { sign, title, tone } = headlineOf(service.verdict, report.command);
  return markup`<details class="card" ${tone === 'good' ? '' : 'open'}><summary>${service.name}: <span class="is-${tone}">${sign} ${title}</span></summary>
<p>${service.happened}</p>${service.done ? markup`<p><strong>Now:</strong> ${service.done}</p>` : ''}${toDo(service)}${sectionsOf(service, report)}</details>`;
}

function sectionsOf(service: ServiceReport, report: RunReport) {
  return [
    section('Why', service.findings, findingCard),
    timelineSection(service, report),
    replacedSection(service),
    section('The service at the end', service.state, (line) => markup`<code class="line">${line}</code>`),
    differencesSection(service),
    checksSection(service),
    eventsSection(service, report),
  ];
}
