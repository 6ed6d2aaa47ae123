import { gateSeverities, rows, switchPositions } from './variable';

/** The rows of the table that change how an image is built: `runner/build/build-options.ts` says how. */
export const buildVariables = {
  ...rows(['build', 'scan'], {
    ECS_CD_DOCKERFILE:
      'Dockerfile, relative to the project root; by default the one in DOCKER_BUILD_CONTEXT.',
  }),
  ...rows(['build'], {
    ECS_CD_BUILD_TARGET: 'Stage of the Dockerfile to build; by default the last one.',
    ECS_CD_PLATFORM:
      'Platforms to build for, such as linux/amd64,linux/arm64; by default that of the engine.',
    ECS_CD_ATTESTATIONS: [
      'Whether the SBOM and the provenance of the image are pushed with it.',
      { choices: switchPositions, default: 'off' },
    ],
    ECS_CD_BUILD_ARG_NAME: [
      'Value of the build argument NAME; each variable that begins so is one.',
      { prefix: 'ECS_CD_BUILD_ARG_' },
    ],
    ECS_CD_BUILD_SECRET_ID: [
      'Build secret ID, as value or file, for RUN --mount=type=secret,id=ID; each that begins so is one.',
      { prefix: 'ECS_CD_BUILD_SECRET_', secret: true, mayBeFile: true },
    ],
    ECS_CD_BUILD_SSH: [
      'SSH key file for RUN --mount=type=ssh, of the type "File", or default: the agent of the job.',
      { mayBeFile: true },
    ],
  }),
};

/** The rows that say what builds an image, and what stops it. */
export const imageVariables = {
  ...rows(['build'], {
    ECS_CD_ENGINE: [
      'Container engine that builds the image; auto takes the first one that answers.',
      { choices: ['auto', 'docker', 'podman'], default: 'auto' },
    ],
    ECS_CD_REBUILD: [
      'Builds and pushes even when ECR already holds the image of this commit.',
      { type: 'boolean', default: 'false' },
    ],
    ECS_CD_BUILD_CACHE: [
      "Whether BuildKit's cache is kept in the repository, under the tag build-cache.",
      { choices: switchPositions, default: 'off' },
    ],
  }),
  ...buildVariables,
  ...rows(['scan'], {
    ECS_CD_SCAN_SEVERITY: [
      'Least severity of a finding that stops the image.',
      { choices: gateSeverities, default: 'high' },
    ],
    ECS_CD_SCAN_EXCEPTIONS:
      'JSON file with the findings that do not stop it, each with a reason and a last day.',
    ECS_CD_SCAN_TIMEOUT: ['How long ECR may take for its scan, such as 90s or 10m.', { default: '10m' }],
  }),
};
