/** An image that carries our namespace's label. */
export interface StoredImage {
  id: string
  tags: string[]
  appId: string | null
  /** With the layers that it shares with others. */
  sizeBytes: number
}

/** What takes room on the engine. Sizes in bytes. */
export interface EngineUsage {
  /** All layers of all images, ours or not. */
  imagesBytes: number
  /** By image id: what the image shares with no other. */
  ownBytes: Map<string, number>
  /** The build cache is the engine's; all builds share it. */
  buildCacheBytes: number
}

/** `in-use`: something needs it, so that it stays. `missing`: it was gone already. */
export type Removal = 'removed' | 'in-use' | 'missing'

/** What Berth keeps on the Docker engine. Every call throws `EngineUnavailable` when the engine cannot be reached. */
export interface StoragePort {
  images(): Promise<StoredImage[]>
  networks(): Promise<{ name: string; environmentId: string | null }[]>
  volumes(): Promise<{ name: string; appEnvironmentId: string | null }[]>
  /** Costs the engine seconds. */
  usage(): Promise<EngineUsage>
  /** Removes an image with all its names; one that a container needs, or that somebody else named, stays. */
  removeImage(id: string): Promise<Removal>
  removeNetwork(name: string): Promise<Removal>
  /** Removes what was not used for longest until at most `keepBytes` are left; returns the bytes freed. */
  pruneBuildCache(keepBytes: number): Promise<number>
}
