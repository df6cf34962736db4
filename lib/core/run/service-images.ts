import * as z from 'zod'

const images = z.record(z.string(), z.string())

/** Ids of the images of a build's services by process type; empty for a build of one image. */
export const serviceImages = (stored: unknown): Record<string, string> => images.catch({}).parse(stored)
