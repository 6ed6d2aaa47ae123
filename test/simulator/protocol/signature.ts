import { createHash, createHmac } from 'node:crypto';
import type { AwsRequest } from './aws-endpoint';

/** `AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=..., Signature=...` */
const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  /** Whether this secret key made it. */
  isMadeWith(secretAccessKey: string): boolean;
}

/** AWS Signature Version 4 of a request, if it carries one. (AWS docs) */
export function signatureOf(request: AwsRequest, body: string): Signature | undefined {
  const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', signature] =
    authorization.exec(request.headers.authorization ?? '') ?? [];
  if (signature === undefined) return undefined;
  return {
    accessKeyId,
    region,
    service,
    isMadeWith(secretAccessKey) {
      const { pathname, search } = new URL(request.url ?? '/', 'http://simulator');
      const headers = signedHeaders.split(';').map(
        (name) =>
          `${name}:${String(request.headers[name] ?? '')
            .trim()
            .replace(/ +/g, ' ')}\n`,
      );
      const canonical = [
        request.method,
        pathname,
        search.slice(1),
        headers.join(''),
        signedHeaders,
        hash(body),
      ].join('\n');
      const scope = `${date}/${region}/${service}/aws4_request`;
      const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, hash(canonical)].join('\n');
      const key = signingKeyOf(secretAccessKey, date, region, service);
      return hmac(key, toSign).toString('hex') === signature;
    },
  };
}

const signingKeys = new Map<string, Buffer>();

/** As the SDK does: made once for a day. */
function signingKeyOf(secretAccessKey: string, ...scope: readonly string[]): Buffer {
  const name = [secretAccessKey, ...scope].join('/');
  const key =
    signingKeys.get(name) ?? [...scope, 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`));
  signingKeys.set(name, key);
  return key;
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
