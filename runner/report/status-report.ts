import { dateText } from '../log/timeline';
import { wrapped } from '../log/wrapped';
import type { ServiceStatus } from '../rollout/service-status';
import { deploymentsTableOf } from './table';

const label = 10;
const width = 100;
const gap = 2;

/** Services beside one another, as many as there is room for, and the last deployments of each; or each with the next one. */
export function statusReportOf(all: readonly ServiceStatus[], isCompared: boolean): string[] {
  const atOnce = isCompared ? 2 : 3;
  const starts = [...all.keys()].filter((at) => at % atOnce === 0);
  return [
    ...starts.flatMap((at) => {
      const group = all.slice(at, at + atOnce);
      return [...besideOneAnother(group), ...(isCompared ? wrapped(comparisonOf(group), width) : []), ''];
    }),
    ...all.flatMap(({ service, cluster, deployments, runs }) => {
      const title = `last deployments of ${service} in ${cluster}`;
      if (!deployments?.length) return [`${title}: ${deployments ? 'none' : 'not known'}`, ''];
      return [title, ...deploymentsTableOf(deployments, runs?.revision), ''];
    }),
  ].slice(0, -1);
}

function besideOneAnother(services: readonly ServiceStatus[]): string[] {
  const column = Math.floor((width - label) / services.length) - gap;
  const cells = services.map((one) => Object.entries(cellsOf(one, services.length === 1)));
  return (cells[0] ?? []).flatMap(([name], row) => {
    const texts = cells.map((of) => [of[row]?.[1] ?? []].flat());
    const columns = texts.map((lines) => lines.flatMap((line) => wrapped(line, column)));
    const height = Math.max(...columns.map(({ length }) => length));
    return Array.from({ length: height }, (_, at) => {
      const lines = columns.map((one) => (one[at] ?? '').padEnd(column));
      return [(at === 0 ? name : '').padEnd(label), ...lines].join(' '.repeat(gap)).trimEnd();
    });
  });
}

/** The lines of each row. `isAlone`: there is room for texts in full. */
function cellsOf(
  { service, cluster, runs, tasks, targets, alarms, inProgress }: ServiceStatus,
  isAlone: boolean,
): Readonly<Record<string, string | readonly string[] | undefined>> {
  const { since, jobUrl, ...of }: Partial<NonNullable<ServiceStatus['runs']>> = runs ?? {};
  return {
    service: `${service} in ${cluster}`,
    runs: of.revision ?? 'nothing: no deployment is completed',
    since: since && dateText(since),
    commit: of.commit ?? undefined,
    image: of.images?.flatMap(({ container, image, tags, commit }) => {
      const name = isAlone ? image : image.replace(/^.*\/|(?<=@sha256:.{12}).*/g, '');
      const own = commit && !of.commit ? [`commit ${commit}`] : [];
      return [`${container}: ${name}`, ...(tags ?? []).map((tag) => `tag ${tag}`), ...own];
    }),
    job: isAlone ? jobUrl : jobUrl?.replace(/^.*\/jobs\//, 'job '),
    user: of.user,
    tasks: `${tasks.running} of ${tasks.desired} running, ${tasks.pending} pending`,
    targets: Object.entries(targets ?? {}).map(([group, counts]) => {
      const states = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
      return `${group}: ${states.join(', ') || 'no targets'}`;
    }),
    alarms: Object.entries(alarms ?? {}).map(([name, state]) => `${name} ${state}`),
    deploying: inProgress && progressTextOf(inProgress),
  };
}

function progressTextOf({ tasks, ...of }: NonNullable<ServiceStatus['inProgress']>): string {
  const counts = `${tasks.running} of ${tasks.desired} running, ${tasks.failed} failed`;
  return [`${of.revision} ${of.status}`, counts, of.stage].filter(Boolean).join(', ');
}

/** By the digests that containers of the same names run. */
function comparisonOf(pair: readonly ServiceStatus[]): string {
  const unknown = pair.flatMap(({ service, cluster, runs }) => {
    const tagged = runs?.images?.filter(({ digest }) => !digest).map(({ container }) => container);
    if (tagged?.length === 0) return [];
    const unseen = runs ? 'images that could not be looked at' : 'nothing that is completed';
    return [`${service} in ${cluster} runs ${tagged ? `${tagged.join(', ')} by a tag` : unseen}`];
  });
  if (unknown.length > 0)
    return `compared    not known: ${unknown.join('; ')}; a deployment by ecs-cd names digests`;
  const [one, other] = pair.map(({ runs }) =>
    runs?.images
      ?.map(({ container, digest }) => `${container}@${digest}`)
      .toSorted()
      .join(),
  );
  return `compared    they run ${one === other ? 'the same' : 'different'} images`;
}
