import { outOfPlace } from './terraform/output-map';
import { type VariableName, variableOf, variables } from '../settings/variables/variables';
import { EcsCdError, type Problem } from '../errors';
import { appliesTo, type ProjectVariable } from './gitlab/project-variable';
import { isMaskable, type WantedVariable } from './wanted-variables';

/** The environments that this run is for, and the scope that was chosen for the build. */
interface Scopes {
  readonly environments: readonly string[];
  readonly build: string | undefined;
}

/** What a run would do to a project, and what it would not touch. */
export type ProjectPlan = ReturnType<typeof projectPlanOf>;

/** Throws where carrying it out would break another environment, or GitLab would refuse it. */
export function projectPlanOf(
  wanted: readonly WantedVariable[],
  existing: readonly ProjectVariable[],
  scopes: Scopes,
) {
  const changes = variableChangesOf(wanted, existing);
  const isOurs = ({ key, environment_scope }: ProjectVariable) =>
    wanted.some(({ name, scope }) => name === key && scope === environment_scope);
  // Variables of ecs-cd that the project has and that this run does not set.
  const leftAlone = existing.filter((one) => isKnown(one.key) && !isOurs(one));
  const problems = [...conflictsOf(changes, leftAlone, scopes), ...changes.flatMap(unmaskableProblemsOf)];
  if (problems.length > 0) {
    const count = problems.length === 1 ? 'one variable is' : `${problems.length} variables are`;
    const message = `${count} not to be changed like this; nothing was changed`;
    throw new EcsCdError('rejected', message, { problems });
  }
  // What would keep the jobs from seeing what is set.
  const warnings = leftAlone.flatMap((one) => warningsOf(one, wanted, scopes));
  return {
    changes,
    leftAlone,
    warnings: [
      ...warnings,
      ...withoutCredentials([...wanted.map(({ name }) => name), ...existing.map(({ key }) => key)]),
    ],
  };
}

/** A group above the project may have them, which its token does not see. */
function withoutCredentials(names: readonly string[]): readonly string[] {
  if (names.includes('ECS_CD_ROLE_ARN') || names.includes('AWS_ACCESS_KEY_ID')) return [];
  const fix = 'add --map ECS_CD_ROLE_ARN=OUTPUT or --set ECS_CD_ROLE_ARN=ARN';
  return [`there are no AWS credentials for the jobs: unless the group has them, ${fix}`];
}

function isKnown(key: string): key is VariableName {
  return variables.some(
    ({ name, commands }) => name === key && commands.some((command) => command !== 'adopt'),
  );
}

/**
 * A value that the whole project shares is not changed for one environment, unless someone chose that. Others use it
 * when what only deployments read is there for another environment, too.
 */
function conflictsOf(
  changes: readonly VariableChange[],
  leftAlone: readonly ProjectVariable[],
  { environments, build }: Scopes,
): readonly Problem[] {
  if (build !== undefined || environments.includes('*')) return [];
  const others = leftAlone.find(({ key }) => isOfDeployments(key))?.environment_scope;
  if (others === undefined) return [];
  const whose = others === '*' ? 'others' : others;
  const [own = ''] = environments;
  const fix = `pass --build-scope '${own}' to give ${own} its own, or --build-scope '*' to change it for all`;
  return changes
    .filter(({ existing, isValueNew, wanted }) => existing && isValueNew && wanted.isShared)
    .map(({ wanted, existing }) => {
      const what = existing?.value === null ? 'a hidden' : 'another';
      const message = `has ${what} value for every environment (*), and ${whose} may need that`;
      return { subject: wanted.name, message, fix };
    });
}

/** One of the names that tell where a deployment goes: whoever has one of another scope has another environment. */
function isOfDeployments(key: string): boolean {
  if (!isKnown(key) || outOfPlace[key] !== undefined) return false;
  const { terraformOutput, commands } = variableOf(key);
  return terraformOutput !== undefined && !commands.includes('build');
}

/** What is masked in the project stays so, and then GitLab takes no value that it cannot mask. */
function unmaskableProblemsOf({ wanted, existing, isMasked }: VariableChange): readonly Problem[] {
  if (!existing || !isMasked || isMaskable(wanted.value)) return [];
  const message = `is masked in the project (${wanted.scope}), and GitLab cannot mask what it should hold: fewer than 8 characters, or a space`;
  const what = existing.hidden ? 'delete it' : 'make it visible';
  return [{ subject: wanted.name, message, fix: `${what} in the CI/CD settings, and run this again` }];
}

function warningsOf(
  { key, environment_scope: scope }: ProjectVariable,
  wanted: readonly WantedVariable[],
  { environments, build = '*' }: Scopes,
): readonly string[] {
  if (key === 'STAGE' || key === 'DOCKER_TAG') {
    return [`${key} is set in the project (${scope}) and beats that of every job it applies to: remove it`];
  }
  const ours = wanted.find(({ name }) => name === key);
  const environment = environments.find((each) => appliesTo(scope, each));
  if (ours?.scope !== '*' || environment === undefined) return [];
  return [
    `${key} (${scope}) beats the one for * in ${environment}: remove it` +
      (build === '*' ? `, or pass --build-scope '${scope}' to set that one` : ''),
  ];
}

/** What has to be done so that a project has a variable as it is wanted. */
export type VariableChange = ReturnType<typeof changeOf>;

/** The ID that GitLab shows names the key that it hides. */
const witness: VariableName = 'AWS_ACCESS_KEY_ID';

/**
 * Each wanted variable against what the project has. Nothing is made weaker: what is masked, hidden or protected stays
 * so. The order is that of the work: the ID of a key after what belongs to it, so that a run that is cut short between
 * them leaves the old ID, by which the next one notices.
 */
function variableChangesOf(
  wanted: readonly WantedVariable[],
  existing: readonly ProjectVariable[],
): readonly VariableChange[] {
  const stateOf = (one: WantedVariable) =>
    existing.find(({ key, environment_scope }) => key === one.name && environment_scope === one.scope);
  const id = wanted.find(({ name }) => name === witness);
  const idState = id && stateOf(id);
  const isSameKey = id !== undefined && idState?.value === id.value;
  return wanted
    .map((one) => changeOf(one, stateOf(one), isSameKey))
    .toSorted((a, b) => Number(a.wanted.name === witness) - Number(b.wanted.name === witness));
}

function changeOf(wanted: WantedVariable, existing: ProjectVariable | undefined, isSameKey: boolean) {
  const isMasked = existing?.masked === true || wanted.visibility !== 'visible';
  const isProtected = existing?.protected === true || wanted.isToBeProtected;
  const common = { wanted, existing, isMasked, isProtected };
  if (!existing) return { ...common, kind: 'create' as const, why: [], isValueNew: true };
  const { isNew, why } = valueDifferenceOf(wanted, existing, isSameKey);
  const flags = {
    masked: isMasked && !existing.masked,
    protected: isProtected && !existing.protected,
    raw: !existing.raw,
    'no file any more': existing.variable_type !== 'env_var',
  };
  const ofFlags = Object.entries(flags).flatMap(([word, differs]) => (differs ? word : []));
  const differences = [...(isNew ? why : []), ...ofFlags];
  return {
    ...common,
    kind: differences.length > 0 ? ('update' as const) : ('unchanged' as const),
    /** What differs, or why it is taken to be the same, in plain words and without a value. */
    why: differences.length > 0 ? differences : why,
    /** Whether the value itself is new, as far as GitLab lets it be seen. */
    isValueNew: isNew,
  };
}

/** AWS makes a secret access key and a session token together with their ID, and never changes them (AWS docs). */
function valueDifferenceOf({ name, value }: WantedVariable, existing: ProjectVariable, isSameKey: boolean) {
  if (existing.value === value) return { isNew: false, why: [] };
  if (existing.value !== null) return { isNew: true, why: ['value'] };
  if (name !== 'AWS_SECRET_ACCESS_KEY' && name !== 'AWS_SESSION_TOKEN')
    return { isNew: true, why: ['hidden, so it cannot be compared: written again'] };
  return isSameKey
    ? { isNew: false, why: [`hidden; taken as the same, because ${witness} is`] }
    : { isNew: true, why: [`hidden; written again, because ${witness} differs`] };
}
