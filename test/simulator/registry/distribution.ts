import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpRoute, Setting } from '../api';
import type { AuthorizationTokens } from './authorization-tokens';
import type { RegistryAction, RegistryFaults } from './faults';
import type { ImageStore } from '../ecr/image-store';
import type { LayerDownloads } from './layer-downloads';
import { refusals } from '../ecr/refusals';
import { registryAnswers } from './registry-answers';
import { answer, refuse, registryErrorOf, registryErrors } from './registry-error';
import { targetOf } from './target';

export interface RegistryRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly action: RegistryAction | undefined;
  /** Undefined when the connection broke instead. */
  readonly status: number | undefined;
}

interface Parts {
  readonly setting: Setting;
  readonly store: ImageStore;
  readonly tokens: AuthorizationTokens;
  readonly downloads: LayerDownloads;
  readonly faults: RegistryFaults;
}

const actionsWithBody: readonly RegistryAction[] = ['UploadLayerPart', 'CompleteLayerUpload'];

/** The registry that Docker and Podman push to and pull from: the OCI distribution protocol over ECR's store. */
export function distributionRoute({ setting, store, tokens, downloads, faults }: Parts) {
  const requests: RegistryRequest[] = [];
  const answerTo = registryAnswers(store, downloads);
  const { accessDenied } = refusals(setting.accountId);

  async function serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const token = tokens.check(request.headers.authorization);
    if (token === 'expired') return refuse(response, registryErrors.tokenExpired);
    if (token === 'none' || token === 'wrong') return challenge(response, setting.registry());
    if (/^\/v2\/?$/.test(url.pathname)) return answer(response, 200);
    const target = targetOf(request.method ?? '', url.pathname);
    if (!target) return refuse(response, registryErrors.unsupported);

    const { action, repository } = target;
    const fault = faults.take(action);
    if (fault === 'server-error') return refuse(response, registryErrors.serverError);
    if (fault === 'access-denied') {
      const arn = `arn:aws:ecr:${setting.region}:${setting.accountId}:repository/${repository}`;
      throw accessDenied(token.caller, action, arn);
    }
    if (action === 'InitiateLayerUpload') store.provide(repository);
    const isCutOff = fault === 'cut-off';
    if (isCutOff && !actionsWithBody.includes(action)) request.socket.destroy();
    else await answerTo(target, { request, response, url, isCutOff });
  }

  function record({ method = '' }: IncomingMessage, response: ServerResponse, { pathname, search }: URL) {
    requests.push({
      at: setting.clock.now(),
      method,
      path: pathname + search,
      action: targetOf(method, pathname)?.action,
      status: response.headersSent ? response.statusCode : undefined,
    });
  }

  const route: HttpRoute = {
    prefix: '/v2/',
    async handle(request, response, url) {
      response.once('close', () => record(request, response, url));
      try {
        await serve(request, response, url);
      } catch (error) {
        const known = registryErrorOf(error);
        if (!known) throw error;
        refuse(response, known);
      }
    },
  };
  return { route, requests: requests as readonly RegistryRequest[] };
}

/** Text and challenge from field reports. */
function challenge(response: ServerResponse, registry: string): void {
  const realm = `Basic realm="http://${registry}/",service="ecr.amazonaws.com"`;
  answer(response, 401, { 'Www-Authenticate': realm, 'Content-Type': 'text/plain' }, 'Not Authorized\n');
}
