import type { RuntimePlatform } from '@aws-sdk/client-ecs';
import type { Platform } from '../../ecr/manifest';
import { isOnFargate, type PreflightEvidence } from '../evidence/evidence';
import { errorOf, warningOf, type PreflightFinding } from '../evidence/finding';
import { unseenFindings } from '../evidence/lookup';

/** ECS's names for what images call `amd64` and `arm64`. (AWS docs, RuntimePlatform) */
const architectures: Readonly<Record<string, string>> = { X86_64: 'amd64', ARM64: 'arm64' };
const subject = 'DOCKER_TAG';

/**
 * Whether the image can run on the platform of the tasks. An index is looked through by whoever pulls, so one without
 * the platform cannot be pulled; the platform of a single image is what its builder wrote, and is pulled whatever it says.
 */
export function architecture({ release, service, definition, looks }: PreflightEvidence): PreflightFinding[] {
  const wanted = platformOf(definition.runtimePlatform ?? {}, isOnFargate(service));
  if (!looks.platforms || !wanted) return [];
  if (looks.platforms.kind !== 'seen') return unseenFindings('image architecture', looks.platforms);
  const platforms = looks.platforms.value;
  if (platforms.length === 0 || platforms.some((one) => isSame(one, wanted))) return [];
  const built = platforms.map(({ os, architecture }) => `${os}/${architecture}`).join(', ');
  const place = `${wanted.os}/${wanted.architecture}`;
  const fix = `build it for ${place} (docker build --platform ${place}), or set runtimePlatform.cpuArchitecture of the task definition`;
  const isIndex = release.image?.manifest.includes('"manifests"') ?? false;
  return isIndex
    ? [
        errorOf(
          subject,
          `the image is built for ${built}, and the tasks run on ${place}: they cannot pull it`,
          fix,
        ),
      ]
    : [
        warningOf(
          subject,
          `the image says that it is built for ${built}, and the tasks run on ${place}: unless it says so by mistake, they end in "exec format error"`,
          fix,
        ),
      ];
}

/** What the tasks run on, where that is known: on Fargate, X86_64 unless it is said (AWS docs). */
function platformOf(
  { cpuArchitecture, operatingSystemFamily = 'LINUX' }: RuntimePlatform,
  isFargate: boolean | undefined,
): Platform | undefined {
  const name = cpuArchitecture ?? (isFargate ? 'X86_64' : undefined);
  const known = name === undefined ? undefined : architectures[name];
  if (known === undefined) return undefined;
  return { os: operatingSystemFamily.startsWith('WINDOWS') ? 'windows' : 'linux', architecture: known };
}

function isSame(one: Platform, other: Platform): boolean {
  return one.os === other.os && one.architecture === other.architecture;
}
