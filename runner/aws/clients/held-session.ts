import type { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Redactor } from '../../log/redact';

export type Provider = ReturnType<typeof fromNodeProviderChain>;
export type Identity = Awaited<ReturnType<Provider>>;

export type HeldSession = ReturnType<typeof heldSession>;

/** Credentials closer to their end than this are renewed; the SDK's clients use the same margin. */
const renewalMarginMs = 5 * 60_000;
/** A session that is not renewed is used up to here: a request takes a moment. */
const lastUseMs = 30_000;
const pauseAfterFailureMs = 30_000;

/**
 * A session that is shared by all the clients of a run, and renewed before it ends. `patient` insists: without credentials
 * there is nothing else to do; `brisk` gives up soon: the session that is held is still good for minutes. `hide` gets the
 * secrets of each session before it is used: AWS may repeat what it was asked.
 */
export function heldSession(patient: Provider, brisk: Provider, hide: Redactor['hide']) {
  let held: Promise<Identity> | undefined;
  let current: Identity | undefined;
  let nextTry = 0;
  let isAsking = false;

  async function renewed(before: typeof held, options: Parameters<Provider>[0]): Promise<Identity> {
    const identity = await before?.catch(() => undefined);
    const leftMs = identity ? lifetimeMs(identity) : 0;
    if (identity && (leftMs > renewalMarginMs || (leftMs > lastUseMs && Date.now() < nextTry)))
      return identity;
    try {
      current = await (leftMs > lastUseMs ? brisk : patient)(options);
      hide([current.accessKeyId, current.secretAccessKey, current.sessionToken]);
      return current;
    } catch (error) {
      if (!identity || leftMs <= lastUseMs) throw error;
      nextTry = Date.now() + pauseAfterFailureMs;
      return identity;
    }
  }

  const provide: Provider = (options) => {
    // Clients that ask at the same time wait for the same answer, also where it is a refusal.
    if (isAsking && held) return held;
    isAsking = true;
    const asked = renewed(held, options).finally(() => {
      isAsking = false;
    });
    held = asked;
    return asked;
  };
  return {
    /** For the SDK, which remembers nothing itself: each of its clients would assume the role for itself. */
    provide: Object.assign(provide, { memoized: true as const }),
    /** Throws away what is held, whatever it says of its end; with a key, only the session of that key. Whether it did. */
    forget(accessKeyId = current?.accessKeyId) {
      if (accessKeyId === undefined || accessKeyId !== current?.accessKeyId) return false;
      held = current = undefined;
      return true;
    },
  };
}

function lifetimeMs({ expiration }: Identity): number {
  return expiration === undefined ? Infinity : expiration.getTime() - Date.now();
}
