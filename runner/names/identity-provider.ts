/** The `iss` of a token as IAM names its provider and its condition keys: the address without `https://`. */
export function providerNameOf(issuer: string): string {
  return issuer.replace(/^https?:\/\//, '').replace(/\/+$/, '');
}
