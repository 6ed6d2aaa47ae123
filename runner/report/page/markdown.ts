import { elapsed } from '../../log/timeline';
import { headlineOf } from './headline';
import { timeText } from './page';
import { explanationOf } from './page-sections';
import { toDoOf, type FindingReport, type RunReport, type ServiceReport } from './run-report';

/** The report to paste into an incident: verdict, what replaced what, why, what to do. */
export function markdownOf(report: RunReport): string {
  const { command, verdict, exitCode, services, problems, startedAt, endedAt, job, warnings } = report;
  const { sign, title } = headlineOf(verdict, command);
  const isOne = services.length === 1;
  const facts = [
    ...services.slice(0, isOne ? 1 : 0).flatMap(releaseLines),
    `started ${timeText(startedAt)}, took ${elapsed(Date.parse(endedAt) - Date.parse(startedAt))}`,
    ...(job.url ? [`job: ${job.url}`] : []),
    ...services.map(({ name, consoleUrl }) => `${plain(name)} in AWS: ${consoleUrl}`),
  ];
  return [
    `## ${sign} ${title}: ${services.map(({ name, cluster }) => `${plain(name)} in ${plain(cluster)}`).join(', ') || command}`,
    `**${verdict}** (exit ${exitCode}): ${plain(report.happened)}`,
    ...(report.done ? [`**Now:** ${plain(report.done)}`] : []),
    list(facts),
    ...section(
      'Problems',
      problems.map(({ subject, message, fix }) => `${plain(subject)}: ${plain(message)} Fix: ${plain(fix)}`),
    ),
    ...section('What to do', toDoOf(report).map(plain)),
    ...services.flatMap((service) =>
      isOne ? serviceParts(service) : [ownHead(service, command), ...serviceParts(service)],
    ),
    ...section('Warnings', warnings.map(plain)),
    '',
  ].join('\n\n');
}

const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');
const section = (head: string, items: readonly string[]) =>
  items.length === 0 ? [] : [`### ${head}`, list(items)];

function ownHead(service: ServiceReport, command: string): string {
  const { sign, title } = headlineOf(service.verdict, command);
  const lines = [
    plain(service.happened),
    ...(service.done ? [plain(service.done)] : []),
    ...releaseLines(service),
    ...toDoOf(service).map(plain),
  ];
  return `### ${plain(service.name)}: ${sign} ${title}\n\n${list(lines)}`;
}

function releaseLines({ before, after }: ServiceReport): string[] {
  if (!after) return [];
  const commit = after.commit ? `, commit ${code(after.commit)}` : '';
  const image = after.image ? `, image ${code(after.image)}` : '';
  return [`${code(after.revision)} in place of ${code(before?.revision ?? 'nothing')}${commit}${image}`];
}

function serviceParts({ findings, state }: ServiceReport): string[] {
  return [
    ...(findings.length > 0 ? ['### Why', ...findings.map(findingText)] : []),
    ...(state.length > 0 ? ['### The service at the end', fenced(state)] : []),
  ];
}

function findingText(finding: FindingReport): string {
  const { explanation, said, log } = finding;
  return [
    plain(explanationOf(finding)),
    ...(explanation ? [`AWS: ${code(said)}`] : []),
    ...(log?.why ? [`Its log cannot be shown: ${plain(log.why)}`] : []),
    ...(log && log.lines.length > 0
      ? [`Last lines of its log, ${code(log.stream ?? '')}:\n\n${fenced(log.lines)}`]
      : []),
  ].join('\n\n');
}

/** A fence that no line can close. */
function fenced(lines: readonly string[]): string {
  const text = lines.join('\n');
  const fence = fenceFor(text, 3);
  return `${fence}text\n${text}\n${fence}`;
}

function fenceFor(text: string, least: number): string {
  return '`'.repeat(Math.max(least, ...(text.match(/`+/g) ?? []).map(({ length }) => length + 1)));
}

function code(text: string): string {
  const fence = fenceFor(text, 1);
  const room = fence.length > 1 || text === '' ? ' ' : '';
  return `${fence}${room}${text}${room}${fence}`;
}

/** A text without meaning for Markdown, and for GitLab, which mentions people and runs commands at the start of a line. */
function plain(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#+!|~$:&]/g, (sign) => (/[:+]/.test(sign) ? sign : `\\${sign}`))
    .replace(/@(?=\w)/g, '@\u2060')
    .replace(/^([/-]|\d+[.)])/, '\\$1');
}
