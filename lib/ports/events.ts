/**
 * Small notices between processes ("this deployment moved"); at most once, order kept per topic. Readers re-read the
 * database: after a lost connection every listener is called once, with empty data, whether something happened or not.
 */
export interface EventPort {
  /** Never throws for want of the connection. Topic and data together have at most 7,000 bytes: send ids. */
  publish(topic: string, data?: string): Promise<void>
  /** Returns the function that ends the subscription. */
  subscribe(topic: string, listener: (data: string) => void): () => void
}
