import { isReference, looksSecret } from '../settings/checks/secret-checks';

/**
 * Where a task definition has nothing that could be a secret: names, sizes, ports and references. Everything else may
 * hold one (environment, command lines, labels, the options of a log router or a volume driver) and is never shown.
 */
const open: readonly RegExp[] = [
  /^(family|cpu|memory|networkMode|pidMode|ipcMode|executionRoleArn|taskRoleArn|requiresCompatibilities)$/,
  /^(runtimePlatform|ephemeralStorage)\./,
  /^containerDefinitions\.[^.]+\.(image|cpu|memory|memoryReservation|essential|user|workingDirectory|versionConsistency|startTimeout|stopTimeout)$/,
  /^containerDefinitions\.[^.]+\.(portMappings|mountPoints|volumesFrom|dependsOn|ulimits|restartPolicy|repositoryCredentials)\./,
  // What ECS is to fetch, by its name; the value stays where it is.
  /^containerDefinitions\.[^.]+\.(secrets|logConfiguration\.secretOptions)\./,
  /^containerDefinitions\.[^.]+\.logConfiguration\.(logDriver|options\.(awslogs-(group|region|stream-prefix|create-group)|mode|max-buffer-size))$/,
];

const reference =
  /^containerDefinitions\.[^.]+\.(secrets|logConfiguration\.secretOptions|repositoryCredentials)\./;

/** The value at that place as a reader may see it; undefined where it is not for readers, or there is none. */
export function visibleValueOf(path: readonly string[], value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  const place = path.map((name) => name.replaceAll('.', '_')).join('.');
  if (reference.test(place) && !isReference(value)) return undefined;
  return open.some((pattern) => pattern.test(place)) && !looksSecret(value) ? value : undefined;
}
