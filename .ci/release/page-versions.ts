/** Where a text names a version of this project: `ecs-cd/deploy@1.0.0`, `runner:1.0.0`, `ecs-cd-1.0.0.cjs`, `ref: 1.0.0`, `ref=1.0.0`, `refs/tags/1.0.0`. */
const places = /((?:ecs-cd[\w/.-]*[@:/-]|\bref[:=] ?['"]?|\brefs\/tags\/))(\d+\.\d+\.\d+)(?![\w.]*\d)/g;

/** Each version that the text names, once. */
export function versionsIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(places)].map(([, , version = '']) => version))];
}

export function withVersion(text: string, version: string): string {
  return text.replace(places, (_, before: string) => before + version);
}
