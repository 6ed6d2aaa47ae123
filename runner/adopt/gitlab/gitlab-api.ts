import { EcsCdError } from '../../errors';
import { refusalErrorOf, strangerErrorOf } from './gitlab-refusal';
import { askGitlab, type Gitlab } from './gitlab-request-api';
import { type ProjectVariable, projectVariableOf } from './project-variable';

type Fields = Readonly<Record<string, string | boolean>> & { readonly value: string };

export type ProjectVariables = ReturnType<typeof projectVariablesApi>;

/** A project has at most 8000 variables (GitLab docs): eighty of the largest pages that GitLab has. */
const pageSize = 100;
const mostPages = 100;

/** The CI/CD variables of one project, or of one group. */
export function projectVariablesApi(gitlab: Gitlab) {
  const root = `/${gitlab.owner}s/${encodeURIComponent(gitlab.project)}/variables`;
  return {
    /** All of them, of every scope. */
    list: () => listVariables(gitlab, root),
    create(key: string, scope: string, fields: Fields) {
      const body = { key, environment_scope: scope, ...fields };
      return writeVariable(gitlab, 'POST', root, body, `create ${key} (${scope})`);
    },
    update(key: string, scope: string, fields: Fields) {
      const filter = `filter%5Benvironment_scope%5D=${encodeURIComponent(scope)}`;
      const path = `${root}/${encodeURIComponent(key)}?${filter}`;
      return writeVariable(gitlab, 'PUT', path, fields, `update ${key} (${scope})`);
    },
  };
}

async function listVariables(gitlab: Gitlab, root: string): Promise<readonly ProjectVariable[]> {
  const purpose = `read the CI/CD variables of the ${gitlab.owner}`;
  const found: ProjectVariable[] = [];
  for (let page = '1', pages = 1; pages <= mostPages; pages += 1) {
    const path = `${root}?per_page=${pageSize}&page=${page}`;
    const answer = await askGitlab(gitlab, { method: 'GET', path, purpose });
    const { status, headers, body } = answer;
    if (status !== 200) throw refusalErrorOf(answer, purpose);
    const variables = Array.isArray(body) ? body.map(projectVariableOf) : [undefined];
    if (!variables.every((one) => one !== undefined)) throw strangerErrorOf(status, gitlab.apiUrl, purpose);
    found.push(...variables);
    page = String(headers['x-next-page'] ?? '');
    if (!/^\d+$/.test(page)) return found;
  }
  throw strangerErrorOf(200, gitlab.apiUrl, `${purpose}: its pages do not end`);
}

/** An error that is returned says that nothing was done; after one that is thrown it may have been. */
async function writeVariable(
  gitlab: Gitlab,
  method: 'POST' | 'PUT',
  path: string,
  body: Fields,
  purpose: string,
): Promise<ProjectVariable | EcsCdError> {
  if (gitlab.interruption.aborted) return new EcsCdError('cancelled', 'cancelled between two variables');
  const answer = await askGitlab(gitlab, { method, path, body, purpose });
  const { status } = answer;
  const refusal = refusalErrorOf(answer, purpose, body.value);
  if (status >= 500) throw refusal;
  if (status !== 200 && status !== 201) return refusal;
  const variable = projectVariableOf(answer.body);
  if (!variable) throw strangerErrorOf(status, gitlab.apiUrl, purpose);
  return variable;
}
