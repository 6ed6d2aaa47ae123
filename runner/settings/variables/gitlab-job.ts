/** The process environment, or a test's. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The job that GitLab says the runner is in; outside of GitLab only the folder is known. */
export interface GitlabJob {
  /** Absolute path that relative paths in variables start from. */
  readonly projectDir: string;
  /** GitLab renders colours and folds sections though its job log is no terminal. */
  readonly inGitlab: boolean;
  readonly id: string | undefined;
  readonly url: string | undefined;
  readonly projectId: string | undefined;
  readonly projectPath: string | undefined;
  readonly serverUrl: string | undefined;
  readonly defaultBranch: string | undefined;
  /** CI_COMMIT_SHA. */
  readonly commit: string | undefined;
  /** CI_JOB_TIMEOUT: GitLab ends the job then. */
  readonly timeoutSeconds: number | undefined;
  /** Whether that commit is one that GitLab made of both branches of a merge request. */
  readonly isMergedResult: boolean;
}

export function gitlabJobOf(env: Environment, cwd: string): GitlabJob {
  const valueOf = (name: string) => env[name] || undefined;
  return {
    // npm sets INIT_CWD to where it was called: `npm --prefix X run` has changed the working folder to X (measured).
    projectDir: valueOf('CI_PROJECT_DIR') ?? valueOf('INIT_CWD') ?? cwd,
    inGitlab: env.GITLAB_CI === 'true',
    id: valueOf('CI_JOB_ID'),
    url: valueOf('CI_JOB_URL'),
    projectId: valueOf('CI_PROJECT_ID'),
    projectPath: valueOf('CI_PROJECT_PATH'),
    serverUrl: valueOf('CI_SERVER_URL'),
    defaultBranch: valueOf('CI_DEFAULT_BRANCH'),
    commit: valueOf('CI_COMMIT_SHA'),
    timeoutSeconds: Number(valueOf('CI_JOB_TIMEOUT')) || undefined,
    // (GitLab docs) `detached` is the branch's own commit.
    isMergedResult: /^merge(d_result|_train)$/.test(env.CI_MERGE_REQUEST_EVENT_TYPE ?? ''),
  };
}

/** Up to 64 characters of `[\w+=,.@-]` (AWS docs, STS): what CloudTrail shows as the author of a change. */
export function roleSessionNameOf({ projectId, id }: GitlabJob): string {
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
