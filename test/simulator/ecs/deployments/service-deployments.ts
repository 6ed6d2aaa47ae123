import type {
  ContinueServiceDeploymentRequest,
  DescribeServiceDeploymentsRequest,
  DescribeServiceRevisionsRequest,
  ListServiceDeploymentsRequest,
  StopServiceDeploymentRequest,
} from '@aws-sdk/client-ecs';
import { awsError, type CallContext, type Operation } from '../../api';
import { errorTexts } from '../../texts';
import { serviceRevisionArn } from './deployments';
import { fail, userFailure } from './failure';
import { endHook } from '../stages/hooks';
import { clusterOf, serviceOf } from '../lookups';
import { isInFlight, isVisible, type Model, type Service, type ServiceDeployment } from '../model';
import { pageOf } from '../page';
import { completeAllTheSame } from './rollout';
import {
  serviceDeploymentBrief,
  serviceDeploymentView,
  serviceRevisionView,
} from './service-deployment-views';

/** (AWS docs) */
const limits = { describe: 20, defaultPage: 20, page: 100 };

export function serviceDeploymentOperations(model: Model): Record<string, Operation> {
  const { clock } = model.setting;
  const allServices = (): Service[] =>
    [...model.clusters.values()].flatMap(({ services }) => [...services.values()]);
  const find = (arn: string) =>
    allServices()
      .flatMap(({ serviceDeployments }) => serviceDeployments)
      .find((record) => record.arn === arn && isVisible(model, record));
  const recordOf = (arn = ''): ServiceDeployment => {
    const record = find(arn);
    if (record) return record;
    throw awsError('ServiceDeploymentNotFoundException', errorTexts.serviceDeploymentNotFound);
  };
  const inFlight = (arn: string | undefined) => {
    const record = recordOf(arn);
    if (isInFlight(record)) return record;
    throw awsError('ConflictException', errorTexts.serviceDeploymentEnded(record.status));
  };

  return {
    ListServiceDeployments(input: ListServiceDeploymentsRequest) {
      const { maxResults = limits.defaultPage, status = [], createdAt = {} } = input;
      if (maxResults < 1 || maxResults > limits.page) {
        throw awsError('InvalidParameterException', errorTexts.maxResults(limits.page));
      }
      const service = serviceOf(clusterOf(model, input.cluster), input.service ?? '');
      const { after, before } = createdAt;
      const records = service.serviceDeployments.filter(
        (record) =>
          isVisible(model, record) &&
          (status.length === 0 || status.includes(record.status)) &&
          (!after || record.createdAt >= after.getTime()) &&
          (!before || record.createdAt <= before.getTime()),
      );
      const { page, ...next } = pageOf(records, input.nextToken, maxResults);
      return { serviceDeployments: page.map((record) => serviceDeploymentBrief(model, record)), ...next };
    },

    DescribeServiceDeployments({ serviceDeploymentArns = [] }: DescribeServiceDeploymentsRequest) {
      refuseMoreThan(limits.describe, serviceDeploymentArns);
      return {
        serviceDeployments: serviceDeploymentArns
          .flatMap((arn) => {
            const record = find(arn);
            return record ? [serviceDeploymentView(model, record)] : [];
          })
          .toReversed(),
        failures: serviceDeploymentArns.filter((arn) => !find(arn)).map(missing),
      };
    },

    DescribeServiceRevisions({ serviceRevisionArns = [] }: DescribeServiceRevisionsRequest) {
      refuseMoreThan(limits.describe, serviceRevisionArns);
      const revisions = new Map(
        allServices().flatMap((service) =>
          service.revisions.map((deployment) => [serviceRevisionArn(model, deployment), deployment] as const),
        ),
      );
      return {
        serviceRevisions: serviceRevisionArns
          .flatMap((arn) => {
            const deployment = revisions.get(arn);
            return deployment ? [serviceRevisionView(model, deployment)] : [];
          })
          .toReversed(),
        failures: serviceRevisionArns.filter((arn) => !revisions.has(arn)).map(missing),
      };
    },

    StopServiceDeployment(
      { serviceDeploymentArn, stopType = 'ROLLBACK' }: StopServiceDeploymentRequest,
      { isTooLate }: CallContext,
    ) {
      if (stopType !== 'ROLLBACK') {
        throw awsError('InvalidParameterException', errorTexts.serviceDeploymentStopType);
      }
      const record = inFlight(serviceDeploymentArn);
      if (record.status === 'PENDING' || record.status === 'IN_PROGRESS') {
        record.status = 'ROLLBACK_REQUESTED';
        record.updatedAt = clock.now();
        clock.schedule(model.timings.transitionMs, () => {
          if (record.status !== 'ROLLBACK_REQUESTED') return;
          // (AWS docs) ROLLBACK_REQUESTED may be followed by SUCCESSFUL.
          if (!(isTooLate && completeAllTheSame(model, record))) fail(model, record, userFailure);
        });
      }
      return { serviceDeploymentArn: record.arn };
    },

    ContinueServiceDeployment(input: ContinueServiceDeploymentRequest) {
      const record = recordOf(input.serviceDeploymentArn);
      const hook = waitingHook(record, input.hookId);
      const action = input.action ?? 'CONTINUE';
      endHook(model, record, hook, action === 'CONTINUE' ? 'SUCCEEDED' : 'FAILED', action);
      return { serviceDeploymentArn: record.arn };
    },
  };
}

/** (AWS docs) the deployment must be IN_PROGRESS and the hook AWAITING_ACTION; the error's name is inference. */
function waitingHook(record: ServiceDeployment, hookId = '') {
  const refuse = (message: string) => awsError('InvalidParameterException', message);
  if (!/^ecs-[a-z]+-[\w-]+$/.test(hookId)) throw refuse(errorTexts.hookIdFormat);
  if (!isInFlight(record)) throw refuse(errorTexts.continueEnded);
  const hook = record.hooks.find(({ id, status }) => id === hookId && status === 'AWAITING_ACTION');
  if (!hook || record.status !== 'IN_PROGRESS') throw refuse(errorTexts.noSuchHook);
  return hook;
}

const missing = (arn: string) => ({ arn, reason: 'MISSING' });

function refuseMoreThan(limit: number, arns: readonly string[]) {
  if (arns.length > limit) {
    throw awsError('InvalidParameterException', errorTexts.tooMany('ARNs', limit));
  }
}
