import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAwsErrorReply } from '../api';
import type { ImageStore, NewImage } from '../ecr/image-store';
import type { LayerDownloads } from './layer-downloads';
import { layerUploads } from './layer-uploads';
import { digestOf, isDigest } from '../ecr/images/manifest';
import { answer, refuse, registryErrors } from './registry-error';
import type { Target } from './target';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** Breaks the connection halfway through the body. */
  readonly isCutOff: boolean;
}

/** What the registry answers to whoever may ask; refusals of the store fly through. */
export function registryAnswers(store: ImageStore, downloads: LayerDownloads) {
  const uploads = layerUploads(store);

  function answerLayer({ repository, reference }: Target, { request, response }: Exchange) {
    const layer = store.repository(repository).layers.get(reference);
    if (!layer) return refuse(response, registryErrors.blobUnknown);
    // ECR sends whoever pulls to S3 (AWS docs).
    if (request.method === 'GET') return answer(response, 307, { Location: downloads.urlOf(layer) });
    answer(response, 200, {
      'Docker-Content-Digest': reference,
      'Content-Type': 'application/octet-stream',
      'Content-Length': layer.length,
    });
  }

  function answerManifest({ repository, reference }: Target, { response }: Exchange) {
    const image = store.image(repository, imageNameOf(reference));
    if (!image) return refuse(response, registryErrors.manifestUnknown);
    const headers = { 'Docker-Content-Digest': image.digest, 'Content-Type': image.mediaType };
    answer(response, 200, headers, image.manifest);
  }

  async function takeManifest({ repository, reference }: Target, { request, response }: Exchange) {
    if (reference.includes(':') && !isDigest(reference))
      return refuse(response, registryErrors.digestInvalid);
    let manifest = '';
    for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) manifest += chunk;
    const mediaType = request.headers['content-type'] ?? '';
    putOrKeep(repository, { ...imageNameOf(reference), manifest, mediaType });
    const digest = digestOf(manifest);
    answer(response, 201, {
      Location: `/v2/${repository}/manifests/${digest}`,
      'Docker-Content-Digest': digest,
    });
  }

  /** What the API calls an ImageAlreadyExistsException is a success to whoever pushes. */
  function putOrKeep(repository: string, image: NewImage) {
    try {
      store.putImage(repository, image);
    } catch (error) {
      if (!isAwsErrorReply(error) || error.name !== 'ImageAlreadyExistsException') throw error;
    }
  }

  function answerTags({ repository }: Target, { response, url }: Exchange) {
    const last = url.searchParams.get('last') ?? '';
    const most = Number(url.searchParams.get('n') ?? Infinity);
    const all = [...store.repository(repository).digestByTag.keys()].toSorted();
    const tags = all.filter((tag) => tag > last).slice(0, most);
    const list = JSON.stringify({ name: repository, tags });
    answer(response, 200, { 'Content-Type': 'application/json' }, list);
  }

  return (target: Target, exchange: Exchange): Promise<void> | void => {
    switch (target.action) {
      case 'BatchCheckLayerAvailability':
      case 'GetDownloadUrlForLayer':
        return answerLayer(target, exchange);
      case 'InitiateLayerUpload':
        return uploads.start(target, exchange);
      case 'UploadLayerPart':
        return exchange.request.method === 'GET'
          ? uploads.status(target, exchange)
          : uploads.addPart(target, exchange);
      case 'CompleteLayerUpload':
        return exchange.request.method === 'DELETE'
          ? uploads.cancel(target, exchange)
          : uploads.finish(target, exchange);
      case 'PutImage':
        return takeManifest(target, exchange);
      case 'BatchGetImage':
        return answerManifest(target, exchange);
      case 'ListImages':
        return answerTags(target, exchange);
    }
  };
}

const imageNameOf = (reference: string) => (isDigest(reference) ? { digest: reference } : { tag: reference });
