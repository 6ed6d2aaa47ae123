// Under a name that the formatter does not know: it would lay out what is to stay on one line.
import { html as markup } from 'hono/html';
import { elapsed } from '../../log/timeline';
import { anchorOf, table } from './page-sections';
import type { RunReport, ServiceReport } from './run-report';

type Row = 'bar' | 'stage' | 'tasks' | 'traffic';
const heights: Readonly<Record<Row, number>> = { bar: 24, stage: 24, tasks: 130, traffic: 56 };
const [left, right, top, gap, axis] = [42, 10, 14, 16, 22];

/** Places in a drawing of that width, of a run that began and ended then. */
function scaleOf({ startedAt, endedAt }: RunReport, width: number) {
  const start = Date.parse(startedAt);
  const lasts = Math.max(1_000, Date.parse(endedAt) - start);
  return {
    ...{ width, lasts, end: width - right },
    x: (at: string) => {
      const share = Math.min(1, Math.max(0, (Date.parse(at) - start) / lasts));
      return round(left + share * (width - left - right));
    },
  };
}

type Scale = ReturnType<typeof scaleOf>;
const round = (value: number) => Math.round(value * 10) / 10;

const hasShift = ({ samples }: ServiceReport): boolean =>
  new Set(samples.map(({ production }) => production)).size > 1;

/** What went out, when, and what became of the tasks: a drawing in the sizes of its own text, for a page of about that width. */
function timelineChart(service: ServiceReport, run: RunReport, width: number) {
  const scale = scaleOf(run, width);
  const rows: Row[] = [
    ...service.legs.map(() => 'bar' as const),
    ...(service.samples.some(({ stage }) => stage !== undefined) ? ['stage' as const] : []),
    'tasks',
    ...(hasShift(service) ? ['traffic' as const] : []),
  ];
  const tops = rows.map((_, index) => rows.slice(0, index).reduce((y, row) => y + heights[row] + gap, top));
  const height = (tops.at(-1) ?? 0) + heights[rows.at(-1) ?? 'tasks'];
  const drawn = { bar: legBar, stage: stageBars, tasks: taskAreas, traffic: trafficLine };
  return markup`<svg viewBox="0 0 ${width} ${height + axis}" role="img" aria-label="${summaryOf(service, run)}">
${ticksOf(scale).map(({ x, text }) => markup`<line class="grid" x1="${x}" x2="${x}" y1="${top - 4}" y2="${height}"/><text class="axis" x="${Math.min(x, width - 24)}" y="${height + 16}" text-anchor="middle">${text}</text>`)}
${rows.map((row, index) => markup`<g transform="translate(0 ${tops[index] ?? 0})">${drawn[row](service, scale, index)}</g>`)}
${service.events.flatMap((event, index) => (event.kind === 'failure' ? [failureMark(event, anchorOf(service.name, index), scale, height)] : []))}
</svg>`;
}

function summaryOf({ legs, samples }: ServiceReport, { startedAt, endedAt }: RunReport): string {
  const parts = legs.map(
    ({ kind, revision, at }) =>
      `${kind} of ${revision} from ${elapsed(Date.parse(at) - Date.parse(startedAt))}`,
  );
  const last = samples.at(-1)?.tasks.map(({ revision, running }) => `${revision} ${running} running`);
  const lasts = elapsed(Date.parse(endedAt) - Date.parse(startedAt));
  return `Timeline of ${lasts}: ${[...parts, `at the end ${last?.join(', ') ?? 'nothing seen'}`].join('; ')}`;
}

const steps = [5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 86_400];

function ticksOf({ lasts, width, end }: Scale) {
  const step = (steps.find((each) => (lasts / 1000 / each) * 64 <= width - left - right) ?? 86_400) * 1000;
  const count = Math.min(40, Math.floor(lasts / step));
  return Array.from({ length: count + 1 }, (_, index) => ({
    x: round(left + ((index * step) / lasts) * (end - left)),
    text: elapsed(index * step),
  }));
}

/** A text that fits, or none: the title has it all. */
function box(from: number, to: number, shape: string, text: string, height = 24) {
  const width = Math.max(2, round(to - from));
  const fits = text.length * 6.8 + 12 <= width;
  return markup`<g><title>${text}</title><rect class="${shape}" x="${from}" y="0" width="${width}" height="${height}" rx="4"/>${fits ? markup`<text class="on-${shape}" x="${from + 6}" y="16">${text}</text>` : ''}</g>`;
}

function legBar({ legs }: ServiceReport, { x, end }: Scale, row: number) {
  const leg = legs[row];
  if (!leg) return '';
  const next = legs[row + 1];
  const [from, to] = [x(leg.at), next ? x(next.at) : end];
  const text = leg.kind === 'rollback' ? `rollback to ${leg.revision}` : `rollout of ${leg.revision}`;
  const isShort = text.length * 6.8 + 12 > to - from;
  // Beside the bar where it does not fit in, on the side that has room.
  const isBefore = end - to < text.length * 6.8;
  return markup`${box(from, to, leg.kind, text)}${isShort ? markup`<text class="beside" x="${isBefore ? from - 6 : to + 6}" y="16" text-anchor="${isBefore ? 'end' : 'start'}">${text}</text>` : ''}`;
}

/** Changes of a value over time, each until the next one. */
function spansOf<T>(
  samples: ServiceReport['samples'],
  valueIn: (sample: ServiceReport['samples'][number]) => T,
  { x, end }: Scale,
) {
  const changes = samples.filter(
    (sample, index) => index === 0 || valueIn(sample) !== valueIn(samples[index - 1] ?? sample),
  );
  return changes.map((sample, index) => {
    const next = changes[index + 1];
    return { value: valueIn(sample), from: x(sample.at), to: next ? x(next.at) : end };
  });
}

function stageBars({ samples }: ServiceReport, scale: Scale) {
  return spansOf(samples, ({ stage }) => stage, scale).map(({ value, from, to }) =>
    value === undefined ? '' : box(from, to - 1, 'stage', value.replaceAll('_', ' ').toLowerCase()),
  );
}

/** From below: what ran before, what is new, and what of that has not started yet. */
function taskAreas({ samples, deployment, legs }: ServiceReport, scale: Scale) {
  const own = legs[0]?.deployment ?? deployment;
  const sum = (tasks: ServiceReport['samples'][number]['tasks'], field: 'running' | 'pending' | 'desired') =>
    tasks.reduce((all, each) => all + each[field], 0);
  const counts = samples.map(({ at, tasks }) => {
    const [ours, others] = [
      tasks.filter((each) => each.deployment === own),
      tasks.filter((each) => each.deployment !== own),
    ];
    const before = sum(others, 'running');
    const running = before + sum(ours, 'running');
    return { at, before, running, pending: running + sum(ours, 'pending') + sum(others, 'pending') };
  });
  const desired = Math.max(0, ...samples.flatMap(({ tasks }) => tasks.map((each) => each.desired)));
  const most = Math.max(1, desired, ...counts.map(({ pending }) => pending));
  const y = (count: number) => round(heights.tasks * (1 - count / most));
  const edge = (field?: 'before' | 'running' | 'pending') =>
    counts.flatMap((count, index) => {
      const level = y(field ? count[field] : 0);
      const next = counts[index + 1];
      return [`${scale.x(count.at)},${level}`, `${next ? scale.x(next.at) : scale.end},${level}`];
    });
  const area = (...[upper, lower]: Parameters<typeof edge>[0][]) =>
    [...edge(upper), ...edge(lower).toReversed()].join(' ');
  return markup`<polygon class="pending" points="${area('pending', 'running')}"/><polygon class="before" points="${area('before')}"/><polygon class="new" points="${area('running', 'before')}"/>
<line class="base" x1="${left}" x2="${scale.end}" y1="${heights.tasks}" y2="${heights.tasks}"/><line class="desired" x1="${left}" x2="${scale.end}" y1="${y(desired)}" y2="${y(desired)}"><title>desired count ${desired}</title></line>
${[...new Set([0, desired, most])].map((count) => markup`<text class="axis" x="${left - 6}" y="${y(count) + 4}" text-anchor="end">${count}</text>`)}`;
}

/** Percent of the traffic that the new revision gets. */
function trafficLine({ samples }: ServiceReport, scale: Scale) {
  const y = (percent: number) => round(heights.traffic * (1 - percent / 100));
  const spans = spansOf(samples, ({ production = 0 }) => production, scale);
  const points = spans.flatMap(({ value, from, to }) => [`${from},${y(value)}`, `${to},${y(value)}`]);
  const first = spans[0]?.from ?? left;
  return markup`<polygon class="share" points="${[`${first},${heights.traffic}`, ...points, `${scale.end},${heights.traffic}`].join(' ')}"/> <line class="base" x1="${left}" x2="${scale.end}" y1="${heights.traffic}" y2="${heights.traffic}"/>
${[0, 100].map((percent) => markup`<text class="axis" x="${left - 6}" y="${y(percent) + 4}" text-anchor="end">${percent}%</text>`)}${spans.map(({ value, from, to }) => (value > 0 && to - from > 40 ? markup`<text class="share-text" x="${from + 4}" y="${value > 60 ? y(value) + 14 : y(value) - 4}">${value} %</text>` : ''))}`;
}

function failureMark(
  { at, text }: ServiceReport['events'][number],
  anchor: string,
  { x }: Scale,
  height: number,
) {
  const place = x(at);
  return markup`<a href="#${anchor}"><title>${text}</title><line class="failure" x1="${place}" x2="${place}" y1="${top}" y2="${height}"/><path class="failed" d="M${place - 5} 2l10 10m0-10l-10 10"/></a>`;
}

const legend = [
  ['new', 'running, this deployment'],
  ['pending', 'starting'],
  ['before', 'running, other deployments'],
  ['desired', 'desired count'],
  ['share', 'production traffic of this deployment'],
  ['failed', 'something failed'],
] as const;

/** The chart for a wide page and for a narrow one, and the same in numbers for whoever sees no chart. */
export function timelineSection(service: ServiceReport, report: RunReport) {
  if (service.samples.length === 0) return '';
  const failed = service.events.some(({ kind }) => kind === 'failure');
  const shows: Readonly<Record<string, boolean>> = { share: hasShift(service), failed };
  return markup`<section><h2>Timeline</h2><div class="wide">${timelineChart(service, report, 966)}</div><div class="narrow">${timelineChart(service, report, 350)}</div>
<ul class="legend">${legend.filter(([name]) => shows[name] ?? true).map(([name, text]) => markup`<li><i class="i-${name}"></i>${text}</li>`)}</ul>
<details><summary>The same in numbers</summary>${table(
    ['time', 'tasks', 'stage'],
    service.samples.map((sample) => rowOf(sample, report)),
  )}</details></section>`;
}

function rowOf({ at, tasks, stage, production }: ServiceReport['samples'][number], { startedAt }: RunReport) {
  const counts = tasks.map(({ revision, running, desired, pending, failed }) => {
    const others = [
      ...(pending > 0 ? [`${pending} pending`] : []),
      ...(failed > 0 ? [`${failed} failed`] : []),
    ];
    return [`${revision} ${running}/${desired} running`, ...others].join(', ');
  });
  const shift = [stage, production === undefined ? undefined : `${production} % of the traffic`];
  return [
    elapsed(Date.parse(at) - Date.parse(startedAt)),
    counts.join('; '),
    shift.filter(Boolean).join(', '),
  ];
}
