import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { ImageStore } from '../ecr/image-store';
import { digestOf } from '../ecr/images/manifest';
import type { Exchange } from './registry-answers';
import { answer, refuse, registryErrors } from './registry-error';
import type { Target } from './target';

interface Upload {
  readonly repository: string;
  readonly bytes: Buffer;
}

/** Blob uploads of the distribution protocol: monolithic in one or two requests, or in chunks. */
export function layerUploads(store: ImageStore) {
  const uploads = new Map<string, Upload>();

  function answerProgress(
    response: ServerResponse,
    status: number,
    id: string,
    { repository, bytes }: Upload,
  ) {
    answer(response, status, {
      Location: `/v2/${repository}/blobs/uploads/${id}`,
      'Docker-Upload-UUID': id,
      Range: `0-${Math.max(0, bytes.length - 1)}`,
    });
  }

  function keep({ repository }: Target, { response, url }: Exchange, bytes: Buffer) {
    const digest = url.searchParams.get('digest');
    if (digest !== digestOf(bytes)) return refuse(response, registryErrors.digestInvalid);
    store.addLayer(repository, bytes);
    answerStored(response, repository, digest);
  }

  return {
    async start(target: Target, exchange: Exchange): Promise<void> {
      const { response, url } = exchange;
      const { repository } = target;
      store.repository(repository);
      const { mount, from, digest } = Object.fromEntries(url.searchParams);
      if (mount !== undefined && from !== undefined && store.mountLayer(repository, { from, digest: mount }))
        return answerStored(response, repository, mount);
      if (digest !== undefined) {
        const bytes = await bodyOf(exchange);
        return bytes && keep(target, exchange, bytes);
      }
      const id = randomUUID();
      const upload = { repository, bytes: Buffer.alloc(0) };
      uploads.set(id, upload);
      answerProgress(response, 202, id, upload);
    },

    async addPart({ reference: id }: Target, exchange: Exchange): Promise<void> {
      const { request, response } = exchange;
      const upload = uploads.get(id);
      if (!upload) return refuse(response, registryErrors.uploadUnknown);
      const [, start] = /^(\d+)-/.exec(request.headers['content-range'] ?? '') ?? [];
      if (start !== undefined && Number(start) !== upload.bytes.length)
        return refuse(response, registryErrors.rangeInvalid);
      const part = await bodyOf(exchange);
      if (!part) return;
      const grown = { ...upload, bytes: Buffer.concat([upload.bytes, part]) };
      uploads.set(id, grown);
      answerProgress(response, 202, id, grown);
    },

    async finish(target: Target, exchange: Exchange): Promise<void> {
      const upload = uploads.get(target.reference);
      if (!upload) return refuse(exchange.response, registryErrors.uploadUnknown);
      const part = await bodyOf(exchange);
      if (!part) return;
      uploads.delete(target.reference);
      keep(target, exchange, Buffer.concat([upload.bytes, part]));
    },

    status({ reference: id }: Target, { response }: Exchange): void {
      const upload = uploads.get(id);
      if (upload) answerProgress(response, 204, id, upload);
      else refuse(response, registryErrors.uploadUnknown);
    },

    cancel({ reference: id }: Target, { response }: Exchange): void {
      if (uploads.delete(id)) answer(response, 204);
      else refuse(response, registryErrors.uploadUnknown);
    },
  };
}

function answerStored(response: ServerResponse, repository: string, digest: string): void {
  answer(response, 201, {
    Location: `/v2/${repository}/blobs/${digest}`,
    'Docker-Content-Digest': digest,
  });
}

/** Undefined when the connection broke before the body was whole. */
async function bodyOf({ request, isCutOff }: Exchange): Promise<Buffer | undefined> {
  const wholeLength = Number(request.headers['content-length'] ?? 0);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (isCutOff && length >= wholeLength / 2) request.socket.destroy();
    }
  } catch {
    return undefined;
  }
  return isCutOff ? undefined : Buffer.concat(chunks);
}
