/**
 * RFC 9110 §15: a status code is an integer from 100 to 599; clients shall treat any other as an error of the server.
 */
export const isHttpStatus = (status: number): boolean => status >= 100 && status <= 599;

export const isSuccess = (status: number): boolean => status >= 200 && status <= 299;
export const isRedirect = (status: number): boolean => status >= 300 && status <= 399;
export const isServerError = (status: number): boolean => status >= 500 && status <= 599;

export interface StatusCount {
  readonly status: number;
  readonly count: number;
}

/** The counts by status, the most frequent first. */
export const statusCounts = (statuses: Readonly<Record<string, number>>): readonly StatusCount[] =>
  Object.entries(statuses)
    .map(([status, count]) => ({ status: Number(status), count }))
    .toSorted((a, b) => b.count - a.count);
