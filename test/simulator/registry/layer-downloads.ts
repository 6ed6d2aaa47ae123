import { randomBytes } from 'node:crypto';
import type { HttpRoute, Setting } from '../api';
import { byteRange } from './byte-range';

const prefix = '/_blobs/';
// (AWS docs: ECR's own URLs; S3 signs for an hour)
const lifetimeMilliseconds = 60 * 60 * 1000;

export interface LayerDownloads {
  /** A URL that needs no credentials, as S3 presigns them. */
  urlOf(layer: Buffer): string;
  readonly route: HttpRoute;
}

export function layerDownloads(setting: Pick<Setting, 'clock' | 'registry'>): LayerDownloads {
  const { clock } = setting;
  const grants = new Map<string, { readonly layer: Buffer; readonly expiresAt: number }>();

  return {
    urlOf(layer) {
      const token = randomBytes(24).toString('hex');
      grants.set(token, { layer, expiresAt: clock.now() + lifetimeMilliseconds });
      return `http://${setting.registry()}${prefix}${token}`;
    },
    route: {
      prefix,
      handle(request, response, url) {
        const grant = grants.get(url.pathname.slice(prefix.length));
        if (!grant || grant.expiresAt <= clock.now()) {
          response.writeHead(403, { 'Content-Type': 'application/xml' });
          response.end('<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>');
          return;
        }
        // An engine that lost the connection goes on where it stopped.
        const { layer } = grant;
        const range = byteRange(request.headers.range, layer.length);
        if (range === 'none') {
          response.writeHead(416, { 'Content-Range': `bytes */${layer.length}` }).end();
          return;
        }
        const { first, last } = range ?? { first: 0, last: layer.length - 1 };
        response.writeHead(range ? 206 : 200, {
          'Content-Type': 'application/octet-stream',
          'Content-Length': last - first + 1,
          ...(range ? { 'Content-Range': `bytes ${first}-${last}/${layer.length}` } : {}),
        });
        response.end(layer.subarray(first, last + 1));
      },
    },
  };
}
