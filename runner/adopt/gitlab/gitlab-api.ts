import { EcsCdError } from '../../errors';
import { refusalErrorOf, strangerErrorOf } from './gitlab-refusal';
import { askGitlab, type GitlabTarget, type Request, type Surroundings } from './gitlab-request-api';
import { type ProjectVariable, projectVariableOf } from './project-variable';

/** What is sent of a variable; `masked_and_hidden` is for new ones only (GitLab docs). */
export interface VariableFields {
  readonly value: string;
  readonly protected: boolean;
  readonly masked: boolean;
  readonly masked_and_hidden?: true;
  readonly raw: true;
  readonly variable_type: 'env_var';
  readonly description?: string;
}

/** How a request to change something ended; unclear where GitLab may have done it without saying so. */
export type Written =
  { readonly variable: ProjectVariable } | { readonly error: EcsCdError; readonly isUnclear: boolean };

export type ProjectVariables = ReturnType<typeof projectVariablesApi>;

/** A project has at most 8000 variables (GitLab docs): eighty of the largest pages that GitLab has. */
const pageSize = 100;
const mostPages = 100;

/** The CI/CD variables of one project. */
export function projectVariablesApi(target: GitlabTarget, surroundings: Surroundings) {
  const root = `/projects/${encodeURIComponent(target.project)}/variables`;
  const write = (method: Request['method'], path: string, body: VariableFields, purpose: string) =>
    writeVariable(target, { method, path, body, purpose }, surroundings);
  return {
    /** All of them, of every scope. */
    list: () => listVariables(target, root, surroundings),
    create(key: string, scope: string, fields: VariableFields) {
      const body = { key, environment_scope: scope, ...fields };
      return write('POST', root, body, `create ${key} (${scope})`);
    },
    update(key: string, scope: string, fields: VariableFields) {
      const filter = `filter%5Benvironment_scope%5D=${encodeURIComponent(scope)}`;
      const path = `${root}/${encodeURIComponent(key)}?${filter}`;
      return write('PUT', path, fields, `update ${key} (${scope})`);
    },
  };
}

async function listVariables(
  target: GitlabTarget,
  root: string,
  surroundings: Surroundings,
): Promise<readonly ProjectVariable[]> {
  const purpose = 'read the CI/CD variables of the project';
  const found: ProjectVariable[] = [];
  for (let page = '1', pages = 1; pages <= mostPages; pages += 1) {
    const path = `${root}?per_page=${pageSize}&page=${page}`;
    const reply = await askGitlab(target, { method: 'GET', path, purpose }, surroundings);
    if ('error' in reply) throw reply.error;
    const { status, headers, body } = reply.answer;
    if (status !== 200) throw refusalErrorOf(reply.answer, purpose);
    const variables = Array.isArray(body) ? body.map(projectVariableOf) : [undefined];
    if (!variables.every((one) => one !== undefined)) throw strangerErrorOf(status, target.apiUrl, purpose);
    found.push(...variables);
    page = String(headers['x-next-page'] ?? '');
    if (!/^\d+$/.test(page)) return found;
  }
  throw strangerErrorOf(200, target.apiUrl, `${purpose}: its pages do not end`);
}

async function writeVariable(
  target: GitlabTarget,
  request: Request & { readonly body: VariableFields },
  surroundings: Surroundings,
): Promise<Written> {
  if (surroundings.interruption.aborted) {
    return { error: new EcsCdError('cancelled', 'cancelled between two variables'), isUnclear: false };
  }
  const reply = await askGitlab(target, request, surroundings);
  if ('error' in reply) return { error: reply.error, isUnclear: true };
  const { status } = reply.answer;
  if (status !== 200 && status !== 201) {
    const error = refusalErrorOf(reply.answer, request.purpose, request.body.value);
    return { error, isUnclear: status >= 500 };
  }
  const variable = projectVariableOf(reply.answer.body);
  return variable
    ? { variable }
    : { error: strangerErrorOf(status, target.apiUrl, request.purpose), isUnclear: true };
}
