import type { ClientRequest, IncomingMessage } from 'node:http';
import { NodeHttpHandler } from '@smithy/node-http-handler';

type Handle = NodeHttpHandler['handle'];

/** Many times what an answer needs that is on its way: each lets everything go on that can. */
const turnsOfPatience = 50;

/**
 * Requests that are given up as the SDK's own handler does it, but after so many turns of the event loop instead of
 * milliseconds: here the program and AWS share one loop, so a busy machine makes no answer late.
 */
export function handlerByTurns(): NodeHttpHandler {
  const handler = new NodeHttpHandler();
  const send = handler.handle.bind(handler);
  const handle: Handle = async (request, options = {}) => {
    const limit = new AbortController();
    const { abortSignal: given } = options as { readonly abortSignal?: AbortSignal };
    const abortSignal = given ? AbortSignal.any([given, limit.signal]) : limit.signal;
    const answered = afterTurns(() => limit.abort());
    try {
      const { response } = await send(request, { ...options, abortSignal });
      const body = response.body as IncomingMessage & { readonly req: ClientRequest };
      body.once(
        'close',
        afterTurns(() => body.req.destroy()),
      );
      return { response };
    } catch (error) {
      if (limit.signal.aborted && !given?.aborted)
        throw Object.assign(new Error('no answer after so many turns'), { name: 'TimeoutError' });
      throw error;
    } finally {
      answered();
    }
  };
  return Object.assign(handler, { handle });
}

/** Calls `give` after the turns; the answer stops them. */
function afterTurns(give: () => void): () => void {
  let left = turnsOfPatience;
  let timer = setTimeout(turn, 1);
  function turn() {
    left -= 1;
    if (left === 0) give();
    else timer = setTimeout(turn, 1);
  }
  return () => clearTimeout(timer);
}
