/** What a request to the registry comes to in IAM's words. */
export type RegistryAction =
  | 'BatchCheckLayerAvailability'
  | 'InitiateLayerUpload'
  | 'UploadLayerPart'
  | 'CompleteLayerUpload'
  | 'GetDownloadUrlForLayer'
  | 'PutImage'
  | 'BatchGetImage'
  | 'ListImages';

export interface RegistryFault {
  readonly action: RegistryAction;
  /** `cut-off` destroys the connection, halfway through the body where there is one. */
  readonly kind: 'cut-off' | 'server-error' | 'access-denied';
  /** How many requests it hits; one unless said. */
  readonly times?: number;
}

export type RegistryFaults = ReturnType<typeof registryFaults>;

export function registryFaults() {
  let pending: readonly (RegistryFault & { readonly times: number })[] = [];

  return {
    add(fault: RegistryFault) {
      pending = [...pending, { times: 1, ...fault }];
    },
    clear() {
      pending = [];
    },
    /** What the next request of that kind runs into. */
    take(action: RegistryAction): RegistryFault['kind'] | undefined {
      const hit = pending.find((fault) => fault.action === action);
      pending = pending
        .map((fault) => (fault === hit ? { ...fault, times: fault.times - 1 } : fault))
        .filter(({ times }) => times > 0);
      return hit?.kind;
    },
  };
}
