import type { Readable } from 'node:stream';
import type { RequestHandler } from './simulator/protocol/in-memory-handler';

/** Many times what an answer needs that is on its way: each lets everything go on that can. */
const turnsOfPatience = 50;

/**
 * Gives requests up as the SDK's own handler does it, but after so many turns of the event loop instead of milliseconds:
 * the program and AWS share one loop, so a busy machine makes no answer late.
 */
export function handlerByTurns({
  requestHandler,
}: {
  readonly requestHandler: RequestHandler;
}): RequestHandler {
  const handle: RequestHandler['handle'] = async (request, options = {}) => {
    const limit = new AbortController();
    const { abortSignal: given } = options as { readonly abortSignal?: AbortSignal };
    const abortSignal = given ? AbortSignal.any([given, limit.signal]) : limit.signal;
    const answered = afterTurns(() => limit.abort());
    try {
      const { response } = await requestHandler.handle(request, { ...options, abortSignal });
      const body = response.body as Readable;
      const aborted = () => body.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
      body.once('close', afterTurns(aborted));
      return { response };
    } catch (error) {
      if (limit.signal.aborted && !given?.aborted)
        throw Object.assign(new Error('no answer after so many turns'), { name: 'TimeoutError' });
      throw error;
    } finally {
      answered();
    }
  };
  return { ...requestHandler, handle };
}

/** Calls `give` after the turns; the answer stops them. */
function afterTurns(give: () => void): () => void {
  let left = turnsOfPatience;
  let timer = setImmediate(turn);
  function turn() {
    left -= 1;
    if (left === 0) give();
    else timer = setImmediate(turn);
  }
  return () => clearImmediate(timer);
}
