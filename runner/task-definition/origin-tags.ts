import type { RegisterTaskDefinitionCommandInput, Tag } from '@aws-sdk/client-ecs';

/** Which commit a revision runs, and which job of whom registered it. */
export interface Origin {
  readonly commit?: string | undefined;
  readonly jobUrl?: string | undefined;
  readonly user?: string | undefined;
}

/** The tags that say so, the most useful one first. */
const keys = { commit: 'ecs-cd:commit', jobUrl: 'ecs-cd:job-url', user: 'ecs-cd:user' } as const;
const members = Object.keys(keys) as (keyof Origin)[];

/** Beside those of AWS itself (AWS docs). */
const mostTags = 50;
/** (AWS docs, tag restrictions of ECS) */
const takenValue = /^[\p{L}\p{N}\p{Z}+\-=._:/@]{1,256}$/u;

/** The same with the tags of this origin in place of an earlier one's; other tags stay, and come first. */
export function withOrigin(
  { tags = [], ...input }: RegisterTaskDefinitionCommandInput,
  origin: Origin,
): RegisterTaskDefinitionCommandInput {
  const kept = tags.filter(({ key }) => !members.some((member) => keys[member] === key));
  const own = members
    .map((member) => ({ key: keys[member], value: origin[member] }))
    .filter(({ value }) => takenValue.test(value ?? ''));
  const all = [...kept, ...own.slice(0, mostTags - kept.length)];
  return all.length > 0 ? { ...input, tags: all } : input;
}

export function originIn(tags: readonly Tag[]): Origin {
  const valueOf = (member: keyof Origin) => tags.find(({ key }) => key === keys[member])?.value;
  return { commit: valueOf('commit'), jobUrl: valueOf('jobUrl'), user: valueOf('user') };
}
