/** The server the worker runs on. Sizes in bytes. */
export interface HostPort {
  hostname(): string
  cpus(): number
  load1(): number
  memory(): Promise<{ total: number; available: number }>
  /** `free` is what may still be used, which with `used` is less than `total`. Of the file system that holds `path`, or of the nearest folder above that exists. */
  disk(path: string): Promise<{ total: number; free: number; used: number }>
}
