import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { badParameters, type GitlabAnswer, isAnswer, refusal, tokenError } from './answer';
import { faultAnswerOf, type GitlabFault, gitlabFaultQueue } from './faults';
import { createProject, type Project, type StoredVariable } from './project';
import { gitlabTexts } from './texts';

export interface Token {
  readonly role: 'developer' | 'maintainer';
  readonly scope: 'api' | 'read_api';
  readonly state: 'active' | 'expired' | 'revoked';
}

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  status?: number;
}

/** The part of a GitLab that has projects with CI/CD variables: one HTTP port, strict about what it is sent. */
export interface Gitlab {
  readonly url: string;
  readonly token: string;
  readonly project: Project;
  /** The group that it is in, and further projects. */
  readonly group: Project;
  readonly others: readonly Project[];
  readonly requests: readonly RecordedRequest[];
  addToken(name: string, token?: Partial<Token>): void;
  addFault(fault: GitlabFault): void;
  clearFaults(): void;
  close(): Promise<void>;
}

interface Options {
  readonly path?: string;
  readonly canHide?: boolean;
  readonly limit?: number;
  /** Paths of further projects. */
  readonly more?: readonly string[];
  /** Whether a group's variables have environments: from Premium on (GitLab docs). */
  readonly isPremium?: boolean;
}

const usualToken = 'glpat-maintainer-of-the-shop';

export async function startGitlab({
  path = 'shop/web',
  canHide = true,
  limit = 8000,
  more = [],
  isPremium = true,
}: Options = {}): Promise<Gitlab> {
  const project = createProject({ id: 42, path, canHide, limit });
  const others = more.map((each, at) => createProject({ id: 43 + at, path: each, canHide, limit }));
  const group = createProject({ id: 7, path: path.split('/')[0] ?? '', canHide, limit, isPremium });
  const tokens = new Map<string, Token>();
  const addToken: Gitlab['addToken'] = (name, token) =>
    void tokens.set(name, { role: 'maintainer', scope: 'api', state: 'active', ...token });
  addToken(usualToken);
  const requests: RecordedRequest[] = [];
  const faults = gitlabFaultQueue();

  /** Who asks, what for, and only then what there is (GitLab's source: authenticate!, authorize! :admin_build). */
  function answerTo({ method, url, headers, body }: RecordedRequest): GitlabAnswer {
    const { pathname, searchParams } = new URL(url, 'http://gitlab');
    const given = headers['private-token'];
    const token = typeof given === 'string' ? tokens.get(given) : undefined;
    if (!token) throw refusal(401, gitlabTexts.unauthorized);
    if (token.state !== 'active') throw tokenError(401, 'invalid_token', gitlabTexts[token.state]);
    if (token.scope !== 'api' && method !== 'GET') {
      throw tokenError(403, 'insufficient_scope', gitlabTexts.insufficientScope);
    }
    const [, kind, id, key] =
      /^\/api\/v4\/(project|group)s\/([^/]+)\/variables(?:\/([^/]+))?$/.exec(pathname) ?? [];
    if (id === undefined) throw refusal(404, gitlabTexts.noRoute);
    const name = decodeURIComponent(id);
    const owner = (kind === 'group' ? [group] : [project, ...others]).find(
      (one) => one.path === name || String(one.id) === name,
    );
    if (!owner)
      throw refusal(404, kind === 'group' ? gitlabTexts.groupNotFound : gitlabTexts.projectNotFound);
    if (token.role !== 'maintainer') throw refusal(403, gitlabTexts.forbidden);
    const scope = searchParams.get('filter[environment_scope]');
    if (method === 'GET' && key === undefined) return pageOf(owner, searchParams);
    if (method === 'POST' && key === undefined)
      return { status: 201, body: shown(owner.create(jsonOf(body, headers))) };
    if (key === undefined) throw refusal(405, '405 Not Allowed');
    if (method === 'GET') return { status: 200, body: shown(owner.find(key, scope)) };
    if (method === 'PUT')
      return { status: 200, body: shown(owner.update(key, scope, jsonOf(body, headers))) };
    if (method !== 'DELETE') throw refusal(405, '405 Not Allowed');
    owner.remove(key, scope);
    return { status: 204, body: undefined };
  }

  /** What everybody with the role sees: no value that is hidden (GitLab's source, Ci::VariableValue). */
  function shown({ hidden, ...variable }: StoredVariable): unknown {
    return canHide ? { ...variable, hidden, value: hidden ? null : variable.value } : variable;
  }

  /** Offset pagination: 20 to a page unless asked otherwise, 100 at most (GitLab docs, REST API). */
  function pageOf({ variables }: Project, query: URLSearchParams): GitlabAnswer {
    const size = Math.min(100, Number(query.get('per_page') ?? 20));
    const page = Number(query.get('page') ?? 1);
    const total = variables.length;
    const pages = Math.max(1, Math.ceil(total / size));
    return {
      status: 200,
      body: variables.slice((page - 1) * size, page * size).map(shown),
      headers: {
        'x-page': String(page),
        'x-per-page': String(size),
        'x-next-page': page < pages ? String(page + 1) : '',
        'x-prev-page': page > 1 ? String(page - 1) : '',
        'x-total': String(total),
        'x-total-pages': String(pages),
      },
    };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const recorded: RecordedRequest = { method, url, headers, body: await text(request) };
    requests.push(recorded);
    const fault = faults.next(method);
    fault?.then?.();
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'refuse') return void request.socket.destroy();
    const answer =
      (fault && faultAnswerOf(fault, recorded)) ??
      settled(() => answerTo(fault?.kind === 'no-mask' ? unmasked(recorded) : recorded));
    recorded.status = answer.status;
    if (fault?.kind === 'lost-reply') return void request.socket.destroy();
    const isPage = typeof answer.body === 'string';
    response.writeHead(answer.status, {
      'content-type': isPage ? 'text/html' : 'application/json',
      ...answer.headers,
    });
    const { text: other } = fault ?? {};
    const replaced = (_: string, value: unknown) =>
      other !== undefined && typeof value === 'string' ? other : value;
    response.end(
      isPage ? answer.body : answer.body === undefined ? '' : JSON.stringify(answer.body, replaced),
    );
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: usualToken,
    project,
    group,
    others,
    requests,
    addToken,
    addFault: faults.add,
    clearFaults: faults.clear,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function unmasked(request: RecordedRequest): RecordedRequest {
  const body = { ...(JSON.parse(request.body) as object), masked: false, masked_and_hidden: false };
  return { ...request, body: JSON.stringify(body) };
}

function settled(run: () => GitlabAnswer): GitlabAnswer {
  try {
    return run();
  } catch (error) {
    if (isAnswer(error)) return error;
    throw error;
  }
}

function jsonOf(body: string, headers: IncomingMessage['headers']): unknown {
  if (headers['content-type'] !== 'application/json') throw badParameters('the body is not sent as JSON');
  return JSON.parse(body) as unknown;
}
