import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Debian's Chromium keeps SwiftShader, a Vulkan device in software, and the loader that finds it. */
const FOLDER = '/usr/lib/chromium';

/**
 * Lets WebGPU in Node find a device where no other was chosen: the one in software that comes with Chromium. For processes that are
 * started from here: the loader's path is read when a process starts.
 */
export function useSoftwareDevice(environment: Record<string, string | undefined>): void {
  const driver = join(FOLDER, 'vk_swiftshader_icd.json');
  if ([environment['VK_ICD_FILENAMES'], environment['VK_DRIVER_FILES']].some(Boolean) || !existsSync(driver)) return;
  environment['VK_ICD_FILENAMES'] = driver;
  environment['LD_LIBRARY_PATH'] = [environment['LD_LIBRARY_PATH'], FOLDER].filter(Boolean).join(':');
  // Not that anything is put there: drivers for displays complain without one.
  environment['XDG_RUNTIME_DIR'] ||= tmpdir();
}
