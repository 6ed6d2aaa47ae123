import type { RegistryAction } from './faults';

/** What a request to the registry is about. */
export interface Target {
  readonly action: RegistryAction;
  readonly repository: string;
  /** A digest, a tag, or an upload's id. */
  readonly reference: string;
}

type ActionByMethod = Readonly<Record<string, RegistryAction>>;

// A name may hold slashes, so the last match of the fixed part counts.
const resources: readonly (readonly [RegExp, ActionByMethod])[] = [
  [/^\/v2\/(.+)\/blobs\/uploads\/?()$/, { POST: 'InitiateLayerUpload' }],
  [
    /^\/v2\/(.+)\/blobs\/uploads\/([^/]+)$/,
    {
      PATCH: 'UploadLayerPart',
      GET: 'UploadLayerPart',
      PUT: 'CompleteLayerUpload',
      DELETE: 'CompleteLayerUpload',
    },
  ],
  [/^\/v2\/(.+)\/blobs\/([^/]+)$/, { HEAD: 'BatchCheckLayerAvailability', GET: 'GetDownloadUrlForLayer' }],
  [/^\/v2\/(.+)\/manifests\/([^/]+)$/, { HEAD: 'BatchGetImage', GET: 'BatchGetImage', PUT: 'PutImage' }],
  [/^\/v2\/(.+)\/tags\/list()$/, { GET: 'ListImages' }],
];

export function targetOf(method: string, path: string): Target | undefined {
  for (const [pattern, actionByMethod] of resources) {
    const [, repository, reference] = pattern.exec(path) ?? [];
    const action = actionByMethod[method];
    if (repository !== undefined && reference !== undefined && action)
      return { action, repository, reference: decodeURIComponent(reference) };
  }
  return undefined;
}
