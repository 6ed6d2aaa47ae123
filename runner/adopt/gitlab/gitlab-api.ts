import { EcsCdError } from '../../errors';
import { refusalErrorOf, strangerErrorOf } from './gitlab-refusal';
import { askGitlab, type Gitlab, type Request } from './gitlab-request-api';
import { type ProjectVariable, projectVariableOf } from './project-variable';

type Fields = Readonly<Record<string, string | boolean>> & { readonly value: string };

/** How a request to change something ended; unclear where GitLab may have done it without saying so. */
export type Written =
  { readonly variable: ProjectVariable } | { readonly error: EcsCdError; readonly isUnclear: boolean };

export type ProjectVariables = ReturnType<typeof projectVariablesApi>;

/** A project has at most 8000 variables (GitLab docs): eighty of the largest pages that GitLab has. */
const pageSize = 100;
const mostPages = 100;

/** The CI/CD variables of one project. */
export function projectVariablesApi(gitlab: Gitlab) {
  const root = `/projects/${encodeURIComponent(gitlab.project)}/variables`;
  return {
    /** All of them, of every scope. */
    list: () => listVariables(gitlab, root),
    create(key: string, scope: string, fields: Fields) {
      const body = { key, environment_scope: scope, ...fields };
      return writeVariable(gitlab, { method: 'POST', path: root, body, purpose: `create ${key} (${scope})` });
    },
    update(key: string, scope: string, body: Fields) {
      const filter = `filter%5Benvironment_scope%5D=${encodeURIComponent(scope)}`;
      const path = `${root}/${encodeURIComponent(key)}?${filter}`;
      return writeVariable(gitlab, { method: 'PUT', path, body, purpose: `update ${key} (${scope})` });
    },
  };
}

async function listVariables(gitlab: Gitlab, root: string): Promise<readonly ProjectVariable[]> {
  const purpose = 'read the CI/CD variables of the project';
  const found: ProjectVariable[] = [];
  for (let page = '1', pages = 1; pages <= mostPages; pages += 1) {
    const path = `${root}?per_page=${pageSize}&page=${page}`;
    const reply = await askGitlab(gitlab, { method: 'GET', path, purpose });
    if ('error' in reply) throw reply.error;
    const { status, headers, body } = reply.answer;
    if (status !== 200) throw refusalErrorOf(reply.answer, purpose);
    const variables = Array.isArray(body) ? body.map(projectVariableOf) : [undefined];
    if (!variables.every((one) => one !== undefined)) throw strangerErrorOf(status, gitlab.apiUrl, purpose);
    found.push(...variables);
    page = String(headers['x-next-page'] ?? '');
    if (!/^\d+$/.test(page)) return found;
  }
  throw strangerErrorOf(200, gitlab.apiUrl, `${purpose}: its pages do not end`);
}

async function writeVariable(gitlab: Gitlab, request: Request & { readonly body: Fields }): Promise<Written> {
  if (gitlab.interruption.aborted) {
    return { error: new EcsCdError('cancelled', 'cancelled between two variables'), isUnclear: false };
  }
  const reply = await askGitlab(gitlab, request);
  if ('error' in reply) return { error: reply.error, isUnclear: true };
  const { status } = reply.answer;
  if (status !== 200 && status !== 201) {
    const error = refusalErrorOf(reply.answer, request.purpose, request.body.value);
    return { error, isUnclear: status >= 500 };
  }
  const variable = projectVariableOf(reply.answer.body);
  return variable
    ? { variable }
    : { error: strangerErrorOf(status, gitlab.apiUrl, request.purpose), isUnclear: true };
}
