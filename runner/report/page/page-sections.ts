import { html as markup } from 'hono/html';
import { elapsed } from '../../log/timeline';
import type { FindingReport, RunReport, ServiceReport } from './run-report';

/** A text of ours with the texts of others in it, escaped. */
type Markup = ReturnType<typeof markup>;

/** A headline and what there is below it, or nothing at all. */
export function section<T>(head: string, items: readonly T[], shown: (item: T) => Markup) {
  return items.length === 0 ? '' : markup`<section><h2>${head}</h2>${items.map(shown)}</section>`;
}

/** Only to the web: a text of somebody else's is no script. */
export function link(url: string, text: string) {
  return /^https?:\/\//.test(url) ? markup`<a href="${url}" rel="noreferrer">${text}</a>` : text;
}

/** Where the event is told in words. */
export const anchorOf = (service: string, index: number) => `event-${index}-${encodeURIComponent(service)}`;

export function table(heads: readonly string[], rows: readonly (readonly (string | undefined)[])[]) {
  return markup`<div class="scroll" tabindex="0"><table><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map((row) => markup`<tr>${row.map((cell) => markup`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** `2 tasks of web:2: container web exited with code 3` */
export function explanationOf({ explanation, said, revision, taskCount }: FindingReport): string {
  const tasks = `${taskCount} ${taskCount === 1 ? 'task' : 'tasks'}${revision === undefined ? '' : ` of ${revision}`}: `;
  return `${taskCount === 0 ? '' : tasks}${explanation ?? said}`;
}

export function findingCard(finding: FindingReport) {
  const { explanation, said, taskCount, taskIds, log } = finding;
  const more = taskCount > taskIds.length ? `, and ${taskCount - taskIds.length} more` : '';
  return markup`<div class="finding"><h3>${explanationOf(finding)}</h3>${explanation ? markup`<p class="soft">AWS: ${said}</p>` : ''}
${log?.stream ? markup`<p class="soft">last lines of its log, ${log.url ? link(log.url, log.stream) : log.stream}:${log.lines.length === 0 ? ' none yet' : ''}</p>` : ''}${log && log.lines.length > 0 ? markup`<pre tabindex="0">${log.lines.join('\n')}</pre>` : ''}
${log?.why ? markup`<p class="soft">its log cannot be shown: ${log.why}</p>` : ''}${taskIds.length > 0 ? markup`<p class="soft">stopped: ${taskIds.join(', ')}${more}</p>` : ''}</div>`;
}

/** A digest by its beginning, which is enough to tell it from another. */
const short = (text: string | undefined) =>
  text?.replaceAll(/sha256:([0-9a-f]{12})[0-9a-f]{52}/g, 'sha256:$1…');

export function replacedSection({ before, after, serving, verdict }: ServiceReport) {
  if (!after) return '';
  const served =
    serving ??
    (verdict === 'succeeded' ? after.revision : verdict === 'rolled-back' ? before?.revision : undefined);
  const fact = (name: string, value: string | undefined) =>
    value ? markup`<br><small>${name}</small> <code>${short(value)}</code>` : '';
  const side = (name: string, release: typeof before) =>
    markup`<div class="side ${release && release.revision === served ? 'now' : ''}"><small>${name}${release && release.revision === served ? ', serves now' : ''}</small><br><strong>${release?.revision ?? 'nothing'}</strong>${fact('commit', release?.commit)}${fact('tag', release?.tag)}${fact('image', release?.image)}</div>`;
  return markup`<section><h2>What replaced what</h2><div class="flow">${side('before', before)}<div class="arrow" aria-hidden="true">${verdict === 'rolled-back' ? '⇄' : '→'}</div>${side('this release', after)}</div></section>`;
}

function tableSection(head: string, heads: readonly string[], rows: Parameters<typeof table>[1]) {
  return rows.length === 0 ? '' : markup`<section><h2>${head}</h2>${table(heads, rows)}</section>`;
}

export function differencesSection({ differences }: ServiceReport) {
  const rows = differences.map(({ path, kind, before, after, isHidden }) => {
    const place = path.filter((part) => part !== 'containerDefinitions').join(' › ');
    return isHidden ? [kind, place, 'not shown', 'not shown'] : [kind, place, short(before), short(after)];
  });
  return tableSection('What is different', ['', 'where', 'before', 'after'], rows);
}

export function checksSection({ checks }: ServiceReport) {
  const rows = checks.map(({ severity, subject, message, fix }) => [severity, subject, message, fix]);
  return tableSection('Found before the deployment', ['', 'about', 'found', 'fix'], rows);
}

export function eventsSection(
  { events, eventsLeftOut, name }: ServiceReport,
  { startedAt, verdict }: RunReport,
) {
  if (events.length === 0) return '';
  const more = eventsLeftOut > 0 ? `; ${eventsLeftOut} more are left out` : '';
  const item = ({ at, kind, text }: (typeof events)[number], index: number) =>
    markup`<li id="${anchorOf(name, index)}"><time datetime="${at}">${elapsed(Date.parse(at) - Date.parse(startedAt))}</time><span class="${kind}-event">${text}</span></li>`;
  return markup`<details class="card" ${verdict === 'succeeded' ? '' : 'open'}><summary>Events (${events.length}${more})</summary><ol class="events">${events.map(item)}</ol></details>`;
}
