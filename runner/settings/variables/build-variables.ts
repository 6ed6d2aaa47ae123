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
  variable(
    'ECS_CD_BUILD_ARG_NAME',
    only,
    'Value of the build argument NAME; each variable that begins so is one.',
    { prefix: 'ECS_CD_BUILD_ARG_' },
  ),
  variable(
    'ECS_CD_BUILD_SECRET_ID',
    only,
    'Build secret ID, as value or file, for RUN --mount=type=secret,id=ID; each that begins so is one.',
    { prefix: 'ECS_CD_BUILD_SECRET_', secret: true, mayBeFile: true },
  ),
  variable(
    'ECS_CD_BUILD_SSH',
    only,
    'SSH key file for RUN --mount=type=ssh, of the type "File", or default: the agent of the job.',
    { mayBeFile: true },
  ),
] as const;
