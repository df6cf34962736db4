/** Used share in percent, as `df` says it: of what is used and what may still be used. Sizes in bytes. */
export function usedPercent({ used, free }: { used: number; free: number }): number {
  const whole = used + free
  return whole > 0 ? (used / whole) * 100 : 0
}

/** An alarm ends this far below the share at which it began, so that a disk at the border does not flicker. */
const MARGIN_PERCENT = 2

/** Whether the alarm of a disk is on, given whether it was. */
export const isAlarming = (percent: number, alarmPercent: number, was: boolean): boolean =>
  percent >= (was ? alarmPercent - MARGIN_PERCENT : alarmPercent)
