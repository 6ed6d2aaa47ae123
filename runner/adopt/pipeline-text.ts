/** An environment that the pipeline deploys to. */
export interface PipelineEnvironment {
  /** The scope of its variables; `*` is any. */
  readonly environment: string;
  readonly stage?: string | undefined;
}

/** A whole `.gitlab-ci.yml`: the first environment by itself, each further one by hand. */
export function pipelineTextOf(targets: readonly PipelineEnvironment[], version: string): string {
  const names = targets.map(({ environment, stage }) => (environment === '*' ? (stage ?? '') : environment));
  const jobs = targets.flatMap(({ environment, stage = '' }, at) => [
    '',
    `${scalar(`deploy ${names[at]}`)}:`,
    '  extends: .ecs-deploy',
    `  variables: { STAGE: ${scalar(stage)} }`,
    ...(environment === '*' || environment === stage
      ? []
      : [`  environment: { name: ${scalar(environment)} }`]),
    `  rules: [{ if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH${at === 0 ? '' : ', when: manual'} }]`,
  ]);
  const include = ['include:', `  - component: $CI_SERVER_FQDN/platform/ecs-cd/deploy@${version}`];
  return `${[...include, ...jobs].join('\n')}\n`;
}

/** As YAML 1.1, which GitLab reads, takes it for a text. */
function scalar(text: string): string {
  const isPlain =
    /^[a-z][\w /.-]*[\w]$/i.test(text) && !/^(?:yes|no|on|off|true|false|null|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
