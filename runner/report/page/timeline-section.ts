import { html as markup } from 'hono/html';
import { elapsed } from '../../log/timeline';
import { table } from './page-sections';
import type { RunReport, ServiceReport } from './run-report';
import { hasShift, timelineChart } from './timeline-chart';

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
