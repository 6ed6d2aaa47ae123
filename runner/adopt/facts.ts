import type { Problem } from '../errors';
import { type VariableName, variableOf, variables } from '../settings/variables/variables';
import { shown } from '../settings/checks/check';
import type { LiveService } from './service/live-services';
import { type Choice, outOfPlace, setOrigin } from './terraform/output-map';
import { buildRole, type Candidate, candidatesFor, familyIn, repositoryIn } from './terraform/recognised';
import { outputAt, type TerraformOutputs } from './terraform/terraform-output';

/** What somebody knows of a service, and what to call it. */
export interface Given {
  readonly environment: string;
  readonly outputs: TerraformOutputs;
  /** Where all of it is from. */
  readonly words: string;
  readonly originOf: (path: string) => string;
  /** Whether the project has a Dockerfile at its root. */
  readonly hasDockerfile: boolean;
  /** STAGE of its jobs, and whether somebody needs it. */
  readonly stage?: string | undefined;
  readonly needsStage?: boolean;
  /** The services that all of it is from. */
  readonly live?: readonly LiveService[];
  /** The command of this run with more options. */
  readonly again: (options: readonly string[]) => string;
}

/** A value that a variable may get. */
export interface Fact {
  readonly name: VariableName;
  readonly value: unknown;
  /** For sentences: `output "cluster_name"`. */
  readonly origin: string;
  /** The output that is it, word for word. */
  readonly output?: string;
  readonly isSensitive: boolean;
  /** Where it is not the usual one. */
  readonly scope?: string | undefined;
}

/** What is missing, or could be one of several, and the option that says it. */
interface Unfound {
  readonly problem: Problem;
  readonly option: string;
}

export const isUnfound = (one: Fact | Unfound): one is Unfound => 'problem' in one;

interface Settings {
  readonly choices: readonly Choice[];
  readonly build?: string;
}

/** Each variable that a project should have: what somebody chose, else the output of the contract, else what can be no other. */
export function factsOf(given: Given, { choices, build }: Settings): readonly (Fact | Unfound)[] {
  const { environment, outputs } = given;
  const own = choices.filter(({ scope }) => scope === undefined || scope === '*' || scope === environment);
  const usual = variables.filter(
    ({ name, terraformOutput }) => terraformOutput !== undefined && !outOfPlace[name],
  );
  const names = new Set([...usual.map(({ name }) => name), roleName, ...own.map(({ name }) => name)]);
  const hasKeys = keys.some((name) => outputs.has(variableOf(name).terraformOutput ?? ''));
  const isRoleChosen = own.some(({ name, output, literal }) => name === roleName && (output ?? literal));
  const facts = [...names].flatMap((name) => {
    if (isRoleChosen && isKey(name)) return [];
    const chosen = own.filter((choice) => choice.name === name);
    if (chosen.length > 0) return chosen.flatMap((choice) => chosenIn(choice, given));
    const { terraformOutput = '' } = variableOf(name);
    const output = outputs.get(terraformOutput);
    if (output) return factOf(name, terraformOutput, output, given);
    if (isKey(name)) return hasKeys && name !== 'AWS_SESSION_TOKEN' ? missing(name, given) : [];
    return name === roleName ? (hasKeys ? [] : rolesIn(given, build)) : recognisedIn(name, given);
  });
  return given.needsStage && given.stage === undefined ? [...facts, withoutStage(given)] : facts;
}

function withoutStage({ words }: Given): Unfound {
  const message = `nothing in ${words} says it, no tag either (stage, environment, env)`;
  return {
    option: '--stage <staging>',
    problem: { subject: 'STAGE', message, fix: 'say it (--stage staging)' },
  };
}

const roleName: VariableName = 'ECS_CD_ROLE_ARN';
const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;

/** What a role with the job's ID token replaces. */
function isKey(name: VariableName): boolean {
  return name === 'AWS_SESSION_TOKEN' || keys.some((key) => key === name);
}

function chosenIn({ name, scope, output, literal }: Choice, given: Given): readonly (Fact | Unfound)[] {
  if (literal !== undefined) return [{ name, value: literal, origin: setOrigin, isSensitive: false, scope }];
  if (output === undefined) return [];
  const found = outputAt(given.outputs, output);
  return found ? [{ ...factOf(name, output, found, given), scope }] : [missing(name, given, output)];
}

function factOf(
  name: VariableName,
  output: string,
  found: Pick<Fact, 'value' | 'isSensitive'>,
  given: Given,
): Fact {
  const { value } = found;
  const read = name === 'TASK_FAMILY' ? familyIn : name === 'REPOSITORY_URL' ? repositoryIn : () => undefined;
  const isArn = typeof value === 'string' && value.startsWith('arn:') && !found.isSensitive;
  return {
    ...found,
    name,
    value: (isArn && read(value, '')) || value,
    origin: given.originOf(output),
    output,
  };
}

/** The build may have a role of its own, which belongs to no environment. */
function rolesIn(given: Given, build: string | undefined): readonly (Fact | Unfound)[] {
  const { environment } = given;
  const found = recognisedIn(roleName, given);
  if (environment === '*' || build !== undefined) return found;
  const builders = candidatesFor(roleName, given.outputs, [buildRole]);
  const ofBuild =
    builders.length === 0 ? [] : oneOf(roleName, builders, given).map((one) => ({ ...one, scope: '*' }));
  return [...ofBuild, ...found.map((one) => (ofBuild.length === 0 ? one : { ...one, scope: environment }))];
}

function recognisedIn(name: VariableName, given: Given): readonly (Fact | Unfound)[] {
  const candidates = candidatesFor(name, given.outputs);
  if (candidates.length > 0) return oneOf(name, candidates, given);
  if (name === 'DOCKER_BUILD_CONTEXT' && given.hasDockerfile)
    return [{ name, value: '.', origin: 'folder of ./Dockerfile', isSensitive: false }];
  return variableOf(name).required ? [missing(name, given)] : [];
}

function oneOf(
  name: VariableName,
  candidates: readonly Candidate[],
  given: Given,
): readonly (Fact | Unfound)[] {
  const [one, ...others] = candidates;
  if (!one) return [];
  if (others.length === 0)
    return [{ name, value: one.value, origin: given.originOf(one.path), isSensitive: false }];
  const option = `--map ${name}=${one.path}`;
  const all = candidates.slice(0, 10).map(({ path, value }) => `${path} (${shown(value)})`);
  const message = `${candidates.length} in ${given.words} fit: ${all.join(', ')}`;
  return [{ option, problem: { subject: name, message, fix: `choose one: ${option}` } }];
}

/** How a value is to be found that nobody knows. */
function missing(name: VariableName, { outputs, words }: Given, output?: string): Unfound {
  const isAlike = (other: string) =>
    output !== undefined && (other.endsWith(`_${output}`) || output.endsWith(`_${other}`));
  const alike = [...outputs.keys()].find(isAlike);
  const place = variableOf(name).description.split(/[,;.]/)[0] ?? '';
  const toName = alike === undefined ? `--set ${name}=<${place}>` : `--map ${name}=${alike}`;
  const orRole = isKey(name) ? `, or use a role: --map ${roleName}=OUTPUT` : '';
  const bare = name === 'DOCKER_BUILD_CONTEXT' ? ', and this folder has no Dockerfile' : '';
  const message =
    output === undefined ? `nothing in ${words} says it${bare}` : `there is no output "${output}"`;
  const fix = `name one (--map ${name}=OUTPUT), or write it (--set ${name}=VALUE)${orRole}; --map ${name}= leaves it out`;
  return { option: isKey(name) ? `--map ${name}=` : toName, problem: { subject: name, message, fix } };
}
