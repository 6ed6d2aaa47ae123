import type { FixtureRun, ServiceFixture } from '../service-fixture';

/** Ends a run as SIGKILL does, as far as AWS can see: it sends nothing more, hears no answer and waits for nothing. */
export interface Kill {
  readonly options: Required<Pick<FixtureRun, 'clock' | 'wire'>>;
  now(): void;
}

/** `onMoment` is called before each call is sent and after each was carried out, with the number of such moments. */
export function killOf(
  { aws }: ServiceFixture,
  onMoment: (moment: number, kill: Kill) => void = () => {},
): Kill {
  let isDead = false;
  let moments = 0;
  const live = () => {
    if (isDead) throw new Error('this run was killed');
  };
  const pass = () => {
    live();
    onMoment((moments += 1), kill);
    live();
  };
  const handle: typeof aws.requestHandler.handle = async (request, options) => {
    pass();
    const answer = await aws.requestHandler.handle(request, options);
    pass();
    return answer;
  };
  const sleep: typeof aws.clock.sleep = async (...times) => {
    live();
    await aws.clock.sleep(...times);
    live();
  };
  const kill: Kill = {
    options: { clock: { ...aws.clock, sleep }, wire: { requestHandler: { ...aws.requestHandler, handle } } },
    now() {
      isDead = true;
    },
  };
  return kill;
}
