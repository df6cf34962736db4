import { existsSync } from 'node:fs'

/** Whether systemd runs this machine (sd_booted(3)). */
export const hasSystemd = (): boolean => existsSync('/run/systemd/system')
