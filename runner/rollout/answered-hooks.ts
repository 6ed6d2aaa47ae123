import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import type { DiagnoseEffects } from '../diagnosis/diagnosis';

/** An answer that ECS has accepted shows within seconds (inference); past that the hook waits still. */
const answerShowsMs = 120_000;

/** The record of a deployment as it is once ECS shows that these hooks were answered just now. */
export function withAnswers(effects: DiagnoseEffects, answered: ReadonlySet<string>): DiagnoseEffects {
  const { ecs, clock } = effects;
  const until = clock.now() + answerShowsMs;
  return {
    ...effects,
    ecs: {
      ...ecs,
      async describeServiceDeployment(arn) {
        const record = await ecs.describeServiceDeployment(arn);
        return record && clock.now() < until ? answeredIn(record, answered) : record;
      },
    },
  };
}

function answeredIn(record: ServiceDeployment, answered: ReadonlySet<string>): ServiceDeployment {
  const lifecycleHookDetails = record.lifecycleHookDetails?.map((hook) =>
    answered.has(hook.hookId ?? '') && hook.status === 'AWAITING_ACTION'
      ? { ...hook, status: 'IN_PROGRESS' as const }
      : hook,
  );
  return { ...record, lifecycleHookDetails };
}
