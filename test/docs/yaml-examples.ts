import { parse, stringify } from 'yaml';
import { downstream, downstreamWith, template } from '../pipeline/downstream';
import { createProject } from '../pipeline/git-project';
import { expandPipeline, listJobs, type ExpandedPipeline, type ListedJob } from '../pipeline/gitlab-ci-local';
import { isMapping, listOf, mappingOf, type Mapping } from '../pipeline/mapping';
import { pipelineOf } from '../pipeline/renderer';
import { blocksOf, pageOf } from './pages';

export interface Example {
  readonly page: string;
  readonly headline: string;
  /** A whole `.gitlab-ci.yml`: a block without an include adds to the file that the README shows. */
  readonly configuration: string;
}

export function examplesOf(page: string): readonly Example[] {
  return blocksOf(pageOf(page))
    .filter(({ language }) => language === 'yaml')
    .map(({ headline, text }) => {
      const isWhole = /^include:/m.test(text);
      const more = mappingOf(parse(text, { version: '1.1' }), headline);
      return { page, headline, configuration: isWhole ? text : downstreamWith({ more }) };
    });
}

/** The include of the README: a page that names another version would be the one that a release forgets. */
const includeOfReadme = mappingOf(
  listOf(mappingOf(parse(downstream), 'downstream')['include'])[0],
  'include',
);

/** What GitLab's rules make of it. */
export function renderedExample({ configuration }: Example): Mapping {
  return pipelineOf(configuration, (entry) => {
    const { component } = entry;
    if (component !== includeOfReadme['component']) throw new Error(`it includes ${stringify(entry)}`);
    return template;
  });
}

export interface Event {
  readonly name: string;
  /** What GitLab tells the pipeline; an empty value stands for none. */
  readonly predefined: Readonly<Record<string, string>>;
}

export interface TriedExample {
  readonly expansion: ExpandedPipeline;
  /** By the name of the event. */
  readonly jobs: Readonly<Record<string, readonly ListedJob[]>>;
}

/** What gitlab-ci-local makes of it, and which jobs it would run on each event. */
export async function triedExample(
  { configuration }: Example,
  events: readonly Event[] = [],
): Promise<TriedExample> {
  const project = await createProject({ '.gitlab-ci.yml': configuration });
  try {
    await project.publish('platform/ecs-cd', '1.0.0', { 'templates/deploy.yml': template });
    const expansion = await expandPipeline(project);
    const jobs: Record<string, readonly ListedJob[]> = {};
    if (events.length > 0) await project.commit({ '.gitlab-ci.yml': configuration + probeOf(configuration) });
    for (const { name, predefined } of events) {
      const listed = await listJobs(project, { predefined });
      const isThere = listed.some((job) => job.name === probe && job.when !== 'never');
      jobs[name] = isThere ? listed.filter((job) => job.name !== probe && job.when !== 'never') : [];
    }
    return { expansion, jobs };
  } finally {
    await project.remove();
  }
}

const probe = 'is there a pipeline';

/** gitlab-ci-local lists jobs also where `workflow` makes no pipeline: a job with the same rules tells. */
function probeOf(configuration: string): string {
  const workflow = mappingOf(parse(configuration, { version: '1.1' }), 'configuration')['workflow'];
  const rules = isMapping(workflow) ? { rules: workflow['rules'] } : {};
  return stringify({ [probe]: { script: ['true'], ...rules } }, { version: '1.1' });
}
