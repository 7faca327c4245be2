/** Where the local AWS is. */
export interface LocalAws {
  readonly port: number;
}

/**
 * A request to the emulator of AWS. It reads account, region and service from the signature's scope and checks no signature.
 */
export function awsRequest(
  aws: LocalAws,
  service: string,
  path: string,
  init: RequestInit,
): Promise<Response> {
  const scope = `test/20260101/us-east-1/${service}/aws4_request`;
  return fetch(`http://127.0.0.1:${aws.port}${path}`, {
    ...init,
    headers: {
      ...init.headers,
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
  });
}
