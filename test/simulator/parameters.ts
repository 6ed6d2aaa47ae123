import type { DescribeParametersRequest } from '@aws-sdk/client-ssm';
import { awsError, type Api } from './api';
import { pageOf } from './ecs/page';
import { errorTexts } from './texts';

export interface ParametersWorld {
  createParameter(name: string): void;
  /** How many parameters DescribeParameters looks at before it hands out a page, empty or not. (AWS docs: best effort) */
  setParametersPage(size: number): void;
}

/** Parameter Store, as far as metadata: a parameter's value is in no answer. */
export function createParameters(): { api: Api; world: ParametersWorld } {
  const names = new Set<string>();
  let pageSize = 50;
  return {
    api: {
      service: 'ssm',
      operations: {
        DescribeParameters({ ParameterFilters = [], NextToken }: DescribeParametersRequest) {
          const unknown = ParameterFilters.find(({ Key, Option }) => Key !== 'Name' || Option !== 'Equals');
          if (unknown) throw awsError('InvalidFilterKey', errorTexts.parameterFilter);
          const wanted = ParameterFilters.flatMap(({ Values = [] }) => Values);
          const { page, nextToken } = pageOf([...names].toSorted(), NextToken, pageSize);
          return {
            Parameters: page
              .filter((name) => ParameterFilters.length === 0 || wanted.includes(name))
              .map((Name) => ({ Name, Type: 'SecureString' as const, Version: 1 })),
            ...(nextToken === undefined ? {} : { NextToken: nextToken }),
          };
        },
      },
    },
    world: {
      createParameter: (name) => void names.add(name),
      setParametersPage: (size) => (pageSize = size),
    },
  };
}
