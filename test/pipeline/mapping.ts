/** A mapping as it comes out of a YAML document. */
export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function mappingOf(value: unknown, name: string): Mapping {
  if (!isMapping(value)) throw new Error(`${name} config should be a hash`);
  return value;
}

/** GitLab takes one thing for a list of one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
}

/** Mappings are merged; everything else, lists too, is replaced. */
export function deepMerged(base: Mapping, other: Mapping): Mapping {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(other)) {
    const before = merged[key];
    merged[key] = isMapping(before) && isMapping(value) ? deepMerged(before, value) : value;
  }
  return merged;
}

export function withoutNulls(mapping: Mapping): Mapping {
  return Object.fromEntries(
    Object.entries(mapping)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, isMapping(value) ? withoutNulls(value) : value]),
  );
}

export function refuseUnknownKeys(where: string, mapping: Mapping, known: readonly string[]): void {
  const unknown = Object.keys(mapping).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`${where} config contains unknown keys: ${unknown.join(', ')}`);
}
