/** Log of one deployment: what Berth did and what the build and release command wrote. */
export const deploymentLogName = (deploymentId: string) => `deployment/${deploymentId}`
/** Log of an app's containers in one environment. */
export const runtimeLogName = (appEnvironmentId: string) => `runtime/${appEnvironmentId}`
