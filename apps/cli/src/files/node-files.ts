import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { formatBytes } from '../formats/quantities.ts';
import { DEFAULT_MAX_BYTES } from './check-bytes.ts';
import type { Files } from './files.ts';

/** The files of this machine. */
export const nodeFiles: Files = {
  async read(path, maxBytes = DEFAULT_MAX_BYTES) {
    const handle = await open(path).catch((error: unknown) => refuse(path, error));
    try {
      const { size } = await checkRegular(path, await handle.stat());
      if (size === 0) throw new UsageError(`${path} is empty`);
      if (size > maxBytes) {
        throw new UsageError(`${path} has ${formatBytes(size)}, more than the ${formatBytes(maxBytes)} allowed; raise --max-bytes`);
      }
      const bytes = new Uint8Array(size);
      let filled = 0;
      while (filled < size) {
        const { bytesRead } = await handle.read(bytes, filled, size - filled);
        if (bytesRead === 0) throw new UsageError(`${path} became shorter while it was read`);
        filled += bytesRead;
      }
      return bytes;
    } finally {
      await handle.close();
    }
  },

  async checkTarget(path) {
    const folder = dirname(path);
    const found = await stat(folder).catch(() => undefined);
    if (found === undefined) throw new UsageError(`${path} cannot be written: the folder ${folder} does not exist; make it first`);
    if (!found.isDirectory()) throw new UsageError(`${path} cannot be written: ${folder} is not a folder`);
    const there = await stat(path).catch(() => undefined);
    if (there !== undefined) await checkRegular(path, there);
  },

  async write(path, content) {
    await nodeFiles.checkTarget(path);
    // Where a link stands, its target is replaced and the link stays.
    const target = await realpath(path).catch(() => path);
    const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      const handle = await open(temporary, 'wx').catch((error: unknown) => refuse(path, error));
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, target);
    } catch (error) {
      await unlink(temporary).catch(() => undefined);
      throw error;
    }
  },

  async exists(path) {
    return (await stat(path).catch(() => undefined)) !== undefined;
  },

  async isSame(a, b) {
    const [first, second] = await Promise.all([a, b].map((path) => realpath(path).catch(() => undefined)));
    return first !== undefined && first === second;
  },
};

async function checkRegular(path: string, found: Stats): Promise<Stats> {
  if (found.isDirectory()) throw new UsageError(`${path} is a folder, not a file`);
  if (!found.isFile()) throw new UsageError(`${path} is not a regular file`);
  return found;
}

/** The system's reasons in words. */
function refuse(path: string, error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') throw new UsageError(`${path} does not exist`);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') throw new UsageError(`${path} cannot be opened: permission denied`);
  if (code === 'EISDIR') throw new UsageError(`${path} is a folder, not a file`);
  if (code === 'ENOTDIR') throw new UsageError(`${path} cannot be opened: a part of the path is not a folder`);
  throw error;
}
