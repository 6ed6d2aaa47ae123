/** Errors that every service has, as the query services call them. (AWS docs, "Common errors") */
export const commonCodes: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  ExpiredTokenException: 'ExpiredToken',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  ServerException: 'InternalFailure',
  ThrottlingException: 'Throttling',
  UnknownOperationException: 'InvalidAction',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

export const refusedAsForbidden: readonly string[] = [
  'AccessDenied',
  'ExpiredToken',
  'InvalidClientTokenId',
  'MissingAuthenticationToken',
  'SignatureDoesNotMatch',
];

export interface Tree {
  [member: string]: Tree | string;
}

/** `Targets.member.1.Id=x` as `{ Targets: { member: { 1: { Id: 'x' } } } }`. */
export function treeOf(form: URLSearchParams): Tree {
  const root: Tree = {};
  for (const [key, value] of form) {
    const names = key.split('.');
    const last = names.pop() ?? '';
    let node = root;
    for (const name of names) {
      const next = node[name];
      node = typeof next === 'object' ? next : (node[name] = {});
    }
    node[last] = value;
  }
  return root;
}
