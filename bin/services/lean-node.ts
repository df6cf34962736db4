/**
 * How Node is started so that an idle panel stays small: a young generation of 1 MB instead of 16, one heap of malloc
 * instead of one per thread, and what is freed goes back to the system at once. Figures: docs/decisions/0010-memory.md.
 */
export const LEAN_FLAGS = ['--max-semi-space-size=1', '--optimize-for-size']
export const LEAN_ENVIRONMENT = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '65536',
  MALLOC_MMAP_THRESHOLD_: '65536',
}
