import { randomInt } from 'node:crypto';
import type { Setting } from '../api';

/** The last segment of an ARN; a plain name stays as it is. */
export const nameOf = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);

export const ecsArn = ({ region, accountId }: Setting, resource: string): string =>
  `arn:aws:ecs:${region}:${accountId}:${resource}`;

const randomText = (alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** The 19 digits that name a deployment (`ecs-svc/N`) and its service revision. */
export const deploymentDigits = (): string => randomText('123456789', 1) + randomText('0123456789', 18);

/** A service deployment's id. (field report: 21 characters of this alphabet) */
export const serviceDeploymentId = (): string =>
  randomText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-', 21);

export const taskId = (): string => randomText('0123456789abcdef', 32);
