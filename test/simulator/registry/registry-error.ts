import type { ServerResponse } from 'node:http';
import { isAwsErrorReply } from '../api';

export interface RegistryError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** How the registry puts what ECR's API calls by an exception's name. Codes and texts are from field reports where marked. */
const codeByName: Readonly<Record<string, Omit<RegistryError, 'message'>>> = {
  RepositoryNotFoundException: { status: 404, code: 'NAME_UNKNOWN' }, // (field report)
  ImageNotFoundException: { status: 404, code: 'MANIFEST_UNKNOWN' }, // (field report)
  ImageTagAlreadyExistsException: { status: 400, code: 'TAG_INVALID' }, // (field report: kaniko 204)
  LayersNotFoundException: { status: 400, code: 'BLOB_UPLOAD_UNKNOWN' }, // (field report: oras-py 54; status: inference)
  ReferencedImagesNotFoundException: { status: 400, code: 'MANIFEST_UNKNOWN' }, // (inference)
  ImageDigestDoesNotMatchException: { status: 400, code: 'DIGEST_INVALID' }, // (inference)
  InvalidParameterException: { status: 400, code: 'MANIFEST_INVALID' }, // (inference)
  AccessDeniedException: { status: 403, code: 'DENIED' }, // (field report)
};

export const registryErrors = {
  blobUnknown: { status: 404, code: 'BLOB_UNKNOWN', message: 'blob unknown to registry' },
  uploadUnknown: { status: 404, code: 'BLOB_UPLOAD_UNKNOWN', message: 'blob upload unknown to registry' },
  digestInvalid: {
    status: 400,
    code: 'DIGEST_INVALID',
    message: 'provided digest did not match uploaded content',
  },
  rangeInvalid: { status: 416, code: 'BLOB_UPLOAD_INVALID', message: 'blob upload invalid' },
  // (field report)
  manifestUnknown: { status: 404, code: 'MANIFEST_UNKNOWN', message: 'Requested image not found' },
  // (field report: amazon-ecr-credential-helper 7, 118)
  tokenExpired: {
    status: 403,
    code: 'DENIED',
    message: 'Your authorization token has expired. Reauthenticate and try again.',
  },
  unsupported: { status: 405, code: 'UNSUPPORTED', message: 'The operation is unsupported.' },
  serverError: { status: 503, code: 'UNAVAILABLE', message: 'Service Unavailable' },
} as const satisfies Record<string, RegistryError>;

export function registryErrorOf(error: unknown): RegistryError | undefined {
  if (!isAwsErrorReply(error)) return undefined;
  const known = codeByName[error.name];
  return known && { ...known, message: error.message };
}

export function refuse(response: ServerResponse, { status, code, message }: RegistryError): void {
  answer(
    response,
    status,
    { 'Content-Type': 'application/json' },
    JSON.stringify({ errors: [{ code, message }] }),
  );
}

export function answer(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string | number>> = {},
  body: Buffer | string = '',
): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, {
    'Docker-Distribution-Api-Version': 'registry/2.0',
    ...(status === 204 ? {} : { 'Content-Length': length }),
    ...headers,
  });
  response.end(body);
}
