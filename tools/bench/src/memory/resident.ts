import { readFileSync, writeFileSync } from 'node:fs';

/** A size in bytes out of Linux's account of a process (`VmRSS`, `VmHWM`), or undefined. */
export function readStatus(text: string, name: string): number | undefined {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text);
  return found === null ? undefined : 1024 * Number(found[1]);
}

function ofThisProcess(name: string): number | undefined {
  try {
    return readStatus(readFileSync('/proc/self/status', 'utf8'), name);
  } catch {
    return undefined;
  }
}

/** Resident bytes of this process now. */
export function residentBytes(): number {
  return ofThisProcess('VmRSS') ?? process.memoryUsage.rss();
}

/** The most resident bytes since the start, or since the last `forgetPeak`. */
export function peakBytes(): number {
  return ofThisProcess('VmHWM') ?? process.resourceUsage().maxRSS * 1024;
}

/** Starts the high-water mark anew, where Linux lets a process do so. */
export function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Elsewhere the peak counts from the start of the process, and so is never too small.
  }
}
