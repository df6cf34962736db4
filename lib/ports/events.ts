/** Small notices between processes ("this deployment moved"); at most once, order kept per topic. Readers re-read the database. */
export interface EventPort {
  publish(topic: string, data?: string): Promise<void>
  /** Returns the function that ends the subscription. */
  subscribe(topic: string, listener: (data: string) => void): () => void
}
