import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

type Reply = Readonly<Record<string, unknown>> & { readonly id: number; readonly error?: string };

/** A process that answers one JSON object a line, in the order of the requests. */
export class JsonLinesChild {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly waiting = new Map<number, { readonly resolve: (reply: Reply) => void; readonly reject: (reason: Error) => void }>();
  private readonly complaints: string[] = [];
  private readonly exited: Promise<void>;
  private gone: Error | undefined;
  private next = 1;

  constructor(command: string, parameters: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.child = spawn(command, parameters, { env: { ...process.env, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
    createInterface({ input: this.child.stdout }).on('line', (line) => this.receive(line));
    // The last lines of standard error say why a child died.
    createInterface({ input: this.child.stderr }).on('line', (line) => {
      this.complaints.push(line);
      if (this.complaints.length > 5) this.complaints.shift();
    });
    // Writing to a child that has gone is reported by its end.
    this.child.stdin.on('error', () => undefined);
    this.exited = new Promise((resolve) => {
      this.child.on('error', (error) => {
        this.end(error);
        resolve();
      });
      this.child.on('close', (status) => {
        this.end(new Error([`${command} ended with ${status}`, ...this.complaints].join('\n')));
        resolve();
      });
    });
  }

  /** @throws Error where the child reports one, or ends before it answers */
  ask<T>(action: string, details: Readonly<Record<string, unknown>> = {}): Promise<T> {
    if (this.gone !== undefined) return Promise.reject(this.gone);
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: (reply) => resolve(reply as T), reject });
      this.child.stdin.write(`${JSON.stringify({ id, do: action, ...details })}\n`);
    });
  }

  /** Ends the child and waits until it has gone. */
  close(): Promise<void> {
    this.child.stdin.end();
    return this.exited;
  }

  private receive(line: string): void {
    let reply: Reply;
    try {
      reply = JSON.parse(line) as Reply;
    } catch {
      this.end(new Error(`not an answer: ${line}`));
      this.child.kill();
      return;
    }
    const { id, error } = reply;
    const request = this.waiting.get(id);
    this.waiting.delete(id);
    if (error === undefined) request?.resolve(reply);
    else request?.reject(new Error(error));
  }

  private end(reason: Error): void {
    this.gone ??= reason;
    for (const { reject } of this.waiting.values()) reject(this.gone);
    this.waiting.clear();
  }
}
