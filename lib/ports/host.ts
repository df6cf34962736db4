/** The server the worker runs on. Sizes in bytes. */
export interface HostPort {
  hostname(): string
  cpus(): number
  load1(): number
  memory(): Promise<{ total: number; available: number }>
  /** Of the file system that holds `path`, or of the nearest folder above that exists. */
  disk(path: string): Promise<{ total: number; free: number }>
}
