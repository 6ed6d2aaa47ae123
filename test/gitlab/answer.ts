/** What the server answers; thrown where a request is refused. */
export interface GitlabAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `{ "message": ... }`, as most of GitLab's refusals are (GitLab's source, render_api_error!). */
export function refusal(status: number, message: unknown): GitlabAnswer & Error {
  return Object.assign(new Error(JSON.stringify(message)), { status, body: { message } });
}

/** `{ "error": ... }`: parameters that Grape refuses before GitLab sees them. */
export function badParameters(error: string): GitlabAnswer & Error {
  return Object.assign(new Error(error), { status: 400, body: { error } });
}

/** `{ "error": ..., "error_description": ... }`: what is wrong with a token (GitLab's source, api_guard.rb). */
export function tokenError(status: 401 | 403, error: string, description: string): GitlabAnswer & Error {
  const scope = status === 403 ? { scope: 'api' } : {};
  return Object.assign(new Error(error), {
    status,
    body: { error, error_description: description, ...scope },
  });
}

export function isAnswer(error: unknown): error is GitlabAnswer & Error {
  return error instanceof Error && 'status' in error && 'body' in error;
}
