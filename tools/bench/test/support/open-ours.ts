import type { BackendContender } from '../../src/contenders/backend-contender.ts';
import { isAbsent } from '../../src/contenders/contender.ts';
import { ourContenders } from '../../src/contenders/ours.ts';

/** One of ours by name; it must be there. */
export async function openOurs(id: string): Promise<BackendContender> {
  const contender = await ourContenders.find((entry) => entry.id === id)!.open();
  if (isAbsent(contender)) throw new Error(contender.absent);
  return contender;
}
