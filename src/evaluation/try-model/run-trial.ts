import { readFile } from 'node:fs/promises';
import { inspectModel } from '../../onnx/index.ts';
import { openSession } from '../session.ts';
import { lookAt } from './look-at-output.ts';
import { inputsFor } from './made-up-inputs.ts';
import { runnable } from './runnable.ts';
import type { Trial, TrialOrder } from './trial.ts';

// Runs inside a process of its own: takes one order, answers once, and is then killed.
process.once('message', (order: TrialOrder) => {
  void carryOut(order).then((trial) => process.send?.(trial));
});

async function carryOut({ path, seed }: TrialOrder): Promise<Trial> {
  try {
    const model = await readFile(path);
    const summary = inspectModel(model, path);
    const { model: runs, nameOf } = runnable(model, summary, path);
    const session = await openSession(runs, path);
    const outputs = await session.run(inputsFor(summary, seed));
    return {
      kind: 'ran',
      outputs: Object.entries(outputs).map(([name, tensor]) => lookAt(nameOf(name), tensor)),
    };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
