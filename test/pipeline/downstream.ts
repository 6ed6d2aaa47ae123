import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { versionsIn } from '../../.ci/release/page-versions';
import { type Mapping, mappingOf } from './mapping';
import { pipelineOf } from './renderer';

export const template = readFileSync(path.resolve(__dirname, '../../templates/deploy.yml'), 'utf8');

/** The version that the README tells its readers to include. */
export const [version = 'no version'] = versionsIn(
  readFileSync(path.resolve(__dirname, '../../README.md'), 'utf8'),
);

/** The file that the README shows to whoever uses the component. */
export const downstream = `include:
  - component: $CI_SERVER_FQDN/platform/ecs-cd/deploy@${version}

deploy staging:
  extends: .ecs-deploy
  variables: { STAGE: staging }
  rules: [{ if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH }]

deploy production:
  extends: .ecs-deploy
  variables: { STAGE: production }
  rules: [{ if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH, when: manual }]
`;

/** The same file with another include or inputs, and with more in it. */
export function downstreamWith({
  include = { component: `$CI_SERVER_FQDN/platform/ecs-cd/deploy@${version}` },
  inputs = {},
  more = {},
}: {
  readonly include?: Mapping;
  readonly inputs?: Mapping;
  readonly more?: Mapping;
}): string {
  const configuration = { ...mappingOf(parse(downstream), 'downstream'), include: [{ ...include, inputs }] };
  // In YAML 1.1, as GitLab reads it, the text `on` needs its quotes.
  return stringify({ ...configuration, ...more }, { version: '1.1' });
}

export function pipelineWith(inputs: Mapping = {}, more: Mapping = {}): Mapping {
  return pipelineOf(downstreamWith({ inputs, more }), () => template);
}

export function jobOf(pipeline: Mapping, name: string): Mapping {
  return mappingOf(pipeline[name], name);
}
