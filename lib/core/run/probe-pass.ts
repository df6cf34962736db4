/** Whether an answer to a probe is that of an app that serves. Without a health path, any status below 500 will do. */
export const isPass = (
  answer: { kind: string } | { kind: 'status'; status: number },
  healthPath: string | null,
): boolean =>
  'status' in answer &&
  (healthPath === null ? answer.status < 500 : answer.status >= 200 && answer.status < 300)
