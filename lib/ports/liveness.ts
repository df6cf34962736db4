/** Which workers live. A worker shows it by a connection that its death closes. */
export interface LivenessPort {
  /** Of these workers, those known to be dead: they have shown no sign of life for a moment in which everybody else could. */
  dead(workerIds: string[]): Promise<string[]>
}
