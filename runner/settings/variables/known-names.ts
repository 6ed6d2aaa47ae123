import type { Problem } from '../../errors';
import { didYouMean } from '../../names/did-you-mean';
import type { Environment } from './gitlab-job';
import type { Command } from './variable';
import { variables } from './variables';

/** What later jobs get to know, from the dotenv. The only list of it. */
export const outputNames = [
  'ECS_CD_VERDICT',
  'ECS_CD_IMAGE',
  'ECS_CD_IMAGE_DIGEST',
  'ECS_CD_DOCKER_TAG',
  'ECS_CD_TASK_DEFINITION',
  'ECS_CD_PREVIOUS_TASK_DEFINITION',
  'ECS_CD_DEPLOYMENT_ID',
  'ECS_CD_COMMIT',
  'ECS_CD_DEPLOYMENT',
  'ECS_CD_PAUSE_STAGE',
  'ECS_CD_PAUSE_HOOK',
  'ECS_CD_PAUSE_UNTIL',
  'ECS_CD_PAUSE_THEN',
  'ECS_CD_ENVIRONMENT_URL',
] as const;

export type Outputs = Readonly<Partial<Record<(typeof outputNames)[number], string>>>;

const knownNames: ReadonlySet<string> = new Set([...variables.map(({ name }) => name), ...outputNames]);

export const isKnownName = (name: string) =>
  knownNames.has(name) || variables.some(({ prefix }) => prefix !== undefined && name.startsWith(prefix));

/** What to tell whoever mistyped a variable: it would have no effect, and nothing would say so. */
export function strangeNamesWarningsOf(env: Environment): readonly string[] {
  const strange = Object.keys(env).filter(
    (name) => /^ECS_CD_/i.test(name) && env[name] && !isKnownName(name),
  );
  // All of them begin alike: only what is behind that can be near.
  const rest = (name: string) => name.slice('ECS_CD_'.length);
  const own = variables.flatMap(({ name }) => (name.startsWith('ECS_CD_') ? rest(name) : []));
  const meantBy = (name: string) =>
    didYouMean(rest(name.toUpperCase()), own).replace(/(\w+)\?$/, 'ECS_CD_$1?');
  return strange.map((name) => `unknown variable ${name} is ignored${meantBy(name)}`);
}

/** What a command line holds that its command does not know: said together with all else that is wrong. */
export function misreadIn(
  command: Command,
  flags: Readonly<Record<string, unknown>>,
  words: readonly string[],
): readonly Problem[] {
  const known = variables.flatMap(({ commands, flag }) => (flag && commands.includes(command) ? flag : []));
  const unknown = Object.keys(flags).filter((flag) => ![...known, '_', '--', '$0'].includes(flag));
  const named = (name: string) => `${/^-|^.$/.test(name) ? '-' : '--'}${name.replace(/^-/, '')}`;
  // The AWS CLI calls it --region.
  const options = [...known, 'region'].map(named);
  const meantBy = (flag: string) =>
    didYouMean(flag.toLowerCase(), options).replace(' --region?', ' --aws-default-region?');
  return [
    ...words.map((word) => {
      const isDashed = /^(?!-)\p{Pd}/u.test(word);
      const why = isDashed ? ': it begins with a dash that is not "-"' : '';
      return { subject: JSON.stringify(word), message: `unknown word${why}` };
    }),
    ...unknown.map(named).map((subject) => ({ subject, message: `unknown option${meantBy(subject)}` })),
  ].map((one) => ({ ...one, fix: `see ecs-cd ${command} --help` }));
}
