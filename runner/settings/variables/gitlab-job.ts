/** The process environment, or a test's. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The job that GitLab says the runner is in; outside of GitLab only the folder is known. */
export function gitlabJobOf(env: Environment, cwd: string) {
  const valueOf = (name: string) => env[name] || undefined;
  return {
    /**
     * Absolute path that relative paths in variables start from. npm sets INIT_CWD to where it was called:
     * `npm --prefix X run` has changed the working folder to X (measured).
     */
    projectDir: valueOf('CI_PROJECT_DIR') ?? valueOf('INIT_CWD') ?? cwd,
    /** GitLab renders colours and folds sections though its job log is no terminal. */
    inGitlab: env.GITLAB_CI === 'true',
    id: valueOf('CI_JOB_ID'),
    pipelineUrl: valueOf('CI_PIPELINE_URL'),
    ref: valueOf('CI_COMMIT_REF_NAME'),
    name: valueOf('CI_JOB_NAME'),
    url: valueOf('CI_JOB_URL'),
    /** The login of whoever started it. */
    user: valueOf('GITLAB_USER_LOGIN'),
    pipelineId: valueOf('CI_PIPELINE_ID'),
    projectId: valueOf('CI_PROJECT_ID'),
    projectPath: valueOf('CI_PROJECT_PATH'),
    serverUrl: valueOf('CI_SERVER_URL'),
    defaultBranch: valueOf('CI_DEFAULT_BRANCH'),
    commit: valueOf('CI_COMMIT_SHA'),
    /** GitLab ends the job then. */
    timeoutSeconds: Number(valueOf('CI_JOB_TIMEOUT')) || undefined,
    /** Whether that commit is one that GitLab made of both branches; `detached` is the branch's own (GitLab docs). */
    isMergedResult: /^merge(d_result|_train)$/.test(env.CI_MERGE_REQUEST_EVENT_TYPE ?? ''),
  };
}

/** Up to 64 characters of `[\w+=,.@-]` (AWS docs, STS): what CloudTrail shows as the author of a change. */
export function roleSessionNameOf({ projectId, id }: ReturnType<typeof gitlabJobOf>): string {
  return ['ecs-cd', projectId, id]
    .filter(Boolean)
    .join('-')
    .replaceAll(/[^\w+=,.@-]/g, '-')
    .slice(0, 64);
}

/** As Go's strconv.ParseBool reads a switch, and so GitLab Runner and Docker's log drivers. */
export const isOn = /^(?:1|t|T|true|TRUE|True)$/;

/** What to tell the reader of a job that GitLab itself makes talkative; undefined in any other job. */
export function debugTraceWarningOf(env: Environment): string | undefined {
  if (!isOn.test(env.CI_DEBUG_TRACE ?? '')) return undefined;
  return (
    'CI_DEBUG_TRACE is on: GitLab prints every variable of this job, secrets included, before ecs-cd runs. ' +
    'Turn it off, delete this job log, and replace the keys.'
  );
}
