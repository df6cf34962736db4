export interface Leftover {
  path: string
  sizeBytes: number
}

/** Temporary files and folders of Berth's processes that are older than any work they can belong to. */
export interface LeftoversPort {
  list(): Promise<Leftover[]>
  /** Throws for a path that is not a leftover's. A missing one is fine. */
  remove(path: string): Promise<void>
}
