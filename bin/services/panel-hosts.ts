/** Addresses that always work on the machine itself. */
const LOCAL_HOSTS = ['localhost', '127.0.0.1']

/** Hostnames by which the panel is reached: its public one, and this machine. */
export const panelHosts = (url: string): string[] => [...new Set([new URL(url).hostname, ...LOCAL_HOSTS])]
