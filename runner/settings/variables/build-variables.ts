import { type Command, switchPositions, variable } from './variable';

const only: readonly Command[] = ['build'];

/** The rows of the table that change how an image is built: `runner/build/build-options.ts` says how. */
export const buildVariables = [
  variable(
    'ECS_CD_DOCKERFILE',
    [...only, 'scan'],
    'Dockerfile, relative to the project root; by default the one in DOCKER_BUILD_CONTEXT.',
  ),
  variable('ECS_CD_BUILD_TARGET', only, 'Stage of the Dockerfile to build; by default the last one.'),
  variable(
    'ECS_CD_PLATFORM',
    only,
    'Platforms to build for, such as linux/amd64,linux/arm64; by default that of the engine.',
  ),
  variable(
    'ECS_CD_ATTESTATIONS',
    only,
    'Whether the SBOM and the provenance of the image are pushed with it.',
    {
      choices: switchPositions,
      default: 'off',
    },
  ),
] as const;
